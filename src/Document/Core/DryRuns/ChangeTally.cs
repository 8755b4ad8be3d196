using DocMigrate.Document.Inference;
using DocMigrate.Document.Values;
using DocMigrate.DryRuns;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.DryRuns;

/// <summary>Counts where documents change, and in which ways. Constant memory.</summary>
internal sealed class ChangeTally
{
    private const int MostPaths = 50;
    private const int MostPathsKnown = 10_000;
    private const int MostExamples = 5;
    private const int MostWaysKnown = 500;
    private const int MostChanges = 20;
    private const int MostCharacters = 200;

    private readonly Dictionary<string, (long Added, long Removed, long Changed)> _paths = [];
    private readonly Dictionary<string, DryRunExample> _ways = [];
    private long _unknownPaths;

    /// <summary>How many documents change.</summary>
    public long Documents { get; private set; }

    public void Add(string id, JObject before, JObject after)
    {
        Documents++;
        var differences = Difference.Between(before, after);
        foreach (var (path, kind) in differences.Select(static difference => (difference.Path, Kind: KindOf(difference))).Distinct())
        {
            if (_paths.Count == MostPathsKnown && !_paths.ContainsKey(path))
            {
                _unknownPaths++;
                continue;
            }

            var (added, removed, changed) = _paths.GetValueOrDefault(path);
            _paths[path] = kind switch
            {
                < 0 => (added, removed + 1, changed),
                > 0 => (added + 1, removed, changed),
                _ => (added, removed, changed + 1),
            };
        }

        // Paths may have any text, but no zero character matters to whether two ways are one.
        var way = string.Join('\0', differences.Select(static difference => $"{difference.Path}\0{TypeName(difference.Before)}\0{TypeName(difference.After)}").Distinct().Order(StringComparer.Ordinal));
        if (_ways.TryGetValue(way, out var known))
        {
            _ways[way] = known with { Documents = known.Documents + 1 };
        }
        else if (_ways.Count < MostWaysKnown)
        {
            _ways[way] = new DryRunExample(
                id,
                1,
                differences.Take(MostChanges).Select(static difference => new DryRunChange(difference.At, Text(difference.Before), Text(difference.After))).ToValueList(),
                Math.Max(0, differences.Count - MostChanges));
        }
    }

    /// <summary>The paths, those that most documents change at first, and how many are left out.</summary>
    public (ValueList<DryRunPath> Paths, long More) Paths() => (
        _paths
            .Select(static path => new DryRunPath(path.Key, path.Value.Added, path.Value.Removed, path.Value.Changed))
            .OrderByDescending(static path => path.Added + path.Removed + path.Changed)
            .ThenBy(static path => path.Path, StringComparer.Ordinal)
            .Take(MostPaths)
            .ToValueList(),
        Math.Max(0, _paths.Count - MostPaths) + _unknownPaths);

    /// <summary>An example of each way, the most common first, and how many documents change in other ways.</summary>
    public (ValueList<DryRunExample> Examples, long Others) Examples()
    {
        // The order of a dictionary that nothing is removed from is that of adding, and sorting keeps it among equals.
        var examples = _ways.Values.OrderByDescending(static example => example.Documents).Take(MostExamples).ToValueList();
        return (examples, Documents - examples.Sum(static example => example.Documents));
    }

    private static int KindOf(Difference difference) => difference.Before is null ? 1 : difference.After is null ? -1 : 0;

    private static string TypeName(JToken? value) => value is null ? "" : InferenceText.Name(TypeOf.Value(value));

    private static string? Text(JToken? value)
    {
        if (value is null)
        {
            return null;
        }

        var text = DocumentWriter.Write(value);
        if (text.Length <= MostCharacters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return text[..end] + "…";
    }
}
