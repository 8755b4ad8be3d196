using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Bytes that grow, with what BSON and messages are made of. Lengths are filled in afterwards.</summary>
internal sealed class BsonBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Byte(byte value) => Room(1)[0] = value;

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>Text as UTF-8.</summary>
    /// <returns>False when it has half of a surrogate pair; then nothing was written.</returns>
    public bool TryUtf8(string text)
    {
        // Three bytes for each UTF-16 unit are always enough; what was too much is given back.
        var room = Room(text.Length * 3);
        var status = Utf8.FromUtf16(text, room, out _, out var written, replaceInvalidSequences: false);
        Length -= status == OperationStatus.Done ? room.Length - written : room.Length;
        return status == OperationStatus.Done;
    }

    /// <summary>Text of ASCII without the character U+0000, and a zero behind it: as nearly all keys are, which are short, so that a plain loop is the quickest.</summary>
    /// <returns>False for any other text; then nothing was written.</returns>
    public bool TryAsciiCString(string text)
    {
        var room = Room(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is '\0' or > '\x7f')
            {
                Length -= room.Length;
                return false;
            }

            room[i] = (byte)character;
        }

        room[text.Length] = 0;
        return true;
    }

    /// <summary>The bytes of hexadecimal digits; nothing if they are none.</summary>
    public bool Hex(string digits)
    {
        var room = Room(digits.Length / 2);
        if (Convert.FromHexString(digits, room, out _, out _) == OperationStatus.Done)
        {
            return true;
        }

        Length -= room.Length;
        return false;
    }

    /// <summary>Leaves four bytes for a length.</summary>
    /// <returns>Where they are.</returns>
    public int ReserveLength()
    {
        var start = Length;
        Int32(0);
        return start;
    }

    /// <summary>Fills in the length of all from the reserved bytes, themselves counted, to the end.</summary>
    public void FillLength(int start) => Fill(start, Length - start);

    /// <summary>Fills in a number.</summary>
    public void Fill(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    /// <summary>Takes all back, and the memory too if it is much.</summary>
    public void Clear(int kept)
    {
        Length = 0;
        if (_bytes.Length > kept)
        {
            _bytes = new byte[capacity];
        }
    }

    /// <summary>Takes the last bytes back.</summary>
    public void Drop(int count) => Length -= count;

    /// <summary>Fills in the type of an element.</summary>
    public void Fill(int at, BsonType type) => _bytes[at] = (byte)type;

    private Span<byte> Room(int count)
    {
        if (count > _bytes.Length - Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)Length + count)));
        }

        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
