using System.Text;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Keys that were read lately, so that those of a thousand like documents are one string each. Bounded; one for each thread.</summary>
internal sealed class KeyCache
{
    private const int Slots = 512;
    private const int LongestKey = 40;

    [ThreadStatic]
    private static KeyCache? s_current;

    private readonly string?[] _keys = new string?[Slots];

    public static KeyCache Current => s_current ??= new KeyCache();

    /// <summary>The text of a key; only of ASCII are there any that are kept.</summary>
    public string Text(ReadOnlySpan<byte> utf8, IReadOnlyList<string> path)
    {
        if (utf8.Length is 0 or > LongestKey)
        {
            return BsonCursor.Text(utf8, path);
        }

        var hash = (uint)utf8.Length;
        foreach (var unit in utf8)
        {
            hash = (hash * 31) + unit;
        }

        ref var slot = ref _keys[hash % Slots];
        return slot is not null && Ascii.Equals(utf8, slot) ? slot : slot = BsonCursor.Text(utf8, path);
    }
}
