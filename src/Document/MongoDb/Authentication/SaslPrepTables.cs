using System.Globalization;

namespace DocMigrate.Document.MongoDb.Authentication;

/// <summary>
/// The tables of SASLprep for Unicode 3.2. They are our own because SASLprep names that version, and because .NET without ICU (the tool runs so) normalises nothing.
/// </summary>
internal sealed class SaslPrepTables
{
    private static readonly Lazy<SaslPrepTables> Loaded = new(static () => new SaslPrepTables());

    private readonly Dictionary<string, (int First, int Last)[]> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    private SaslPrepTables()
    {
        using var stream = typeof(SaslPrepTables).Assembly.GetManifestResourceStream("SaslPrepTables.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            switch (parts[0])
            {
                case "#":
                    break;
                case "class":
                    _classes[Hex(parts[1])] = int.Parse(parts[2], CultureInfo.InvariantCulture);
                    break;
                case "decompose":
                    _decompositions[Hex(parts[1])] = [.. parts.Skip(2).Select(Hex)];
                    break;
                case "compose":
                    _compositions[(Hex(parts[1]), Hex(parts[2]))] = Hex(parts[3]);
                    break;
                default:
                    _ranges[parts[0]] = [.. parts.Skip(1).Select(static range => range.Split('-')).Select(static ends => (Hex(ends[0]), Hex(ends[^1])))];
                    break;
            }
        }
    }

    public static SaslPrepTables Instance => Loaded.Value;

    /// <summary>Whether a table has a code point.</summary>
    public bool Has(string table, int codePoint)
    {
        var ranges = _ranges[table];
        int low = 0, high = ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The canonical combining class.</summary>
    public int ClassOf(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>The full compatibility decomposition; null when there is none. Those of Hangul are computed, not listed.</summary>
    public int[]? Decompose(int codePoint) => _decompositions.GetValueOrDefault(codePoint);

    /// <summary>The primary composite of two code points; null when there is none. Those of Hangul are computed, not listed.</summary>
    public int? Compose(int first, int second) => _compositions.TryGetValue((first, second), out var composite) ? composite : null;

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
