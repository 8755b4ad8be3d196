using System.Buffers.Binary;
using System.Text;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Keys that were read lately, so that those of a thousand like documents are one string each. Bounded; one for each thread.</summary>
internal sealed class KeyCache
{
    private const int Slots = 512;
    private const int LongestKey = 40;

    [ThreadStatic]
    private static KeyCache? s_current;

    private readonly KnownKey?[] _keys = new KnownKey?[Slots];
    private KnownKey _last = new([]);

    public static KeyCache Current => s_current ??= new KeyCache();

    /// <summary>The key that followed the last one the time before: of like documents it is the next one nearly always.</summary>
    public KnownKey Expected => _last.Next;

    /// <summary>Takes the expected key for read.</summary>
    public string Take()
    {
        _last = _last.Next;
        return _last.Text;
    }

    /// <summary>The text of a key, null when it is not UTF-8; only of ASCII are there any that are kept.</summary>
    public string? Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestKey)
        {
            return BsonCursor.Text(utf8);
        }

        ref var slot = ref _keys[Hash(utf8) % Slots];
        if (slot is null || !slot.Is(utf8))
        {
            if (!Ascii.IsValid(utf8))
            {
                return BsonCursor.Text(utf8);
            }

            // What is forgotten leads on to nothing, or one that is remembered could hold a chain of them without end.
            slot?.Next = KnownKey.None;
            slot = new KnownKey(utf8);
        }

        _last.Next = slot;
        _last = slot;
        return slot.Text;
    }

    // The ends of a key and its length tell keys of one document apart nearly always; what they don't is read twice, no more.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var (first, last) = utf8.Length >= 4
            ? (BinaryPrimitives.ReadUInt32LittleEndian(utf8), BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]))
            : (utf8[0], utf8[^1]);
        var mixed = ((first * 31) + last + (uint)utf8.Length) * 2654435769;
        return mixed >> 16;
    }
}
