using System.Text;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Names of fields as strings: documents of a collection have the same few, so that most are there already. Thread-safe.</summary>
internal static class JsonbName
{
    private const int MostNames = 1024;
    private const int MostBytes = 64;

    // A place has one name or another; who finds another one puts its own there. A reference is written at once.
    private static readonly Known?[] s_known = new Known?[MostNames];

    /// <summary>The name.</summary>
    /// <param name="utf8">It in UTF-8, valid.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = (uint)utf8.Length;
        foreach (var part in utf8)
        {
            hash = (hash * 31) + part;
        }

        ref var place = ref s_known[hash % MostNames];
        if (place is not { } known || !utf8.SequenceEqual(known.Utf8))
        {
            place = known = new Known(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        }

        return known.Name;
    }

    private sealed record Known(byte[] Utf8, string Name);
}
