using System.Buffers.Binary;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Collects binary JSON. Not thread-safe; used for one document after the other.</summary>
internal sealed class JsonbBuffer
{
    /// <summary>The longest header: a byte, and a size of eight.</summary>
    private const int LongestHeader = 9;

    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>An element with a payload.</summary>
    public void Append(int type, ReadOnlySpan<byte> payload)
    {
        Ensure(LongestHeader);
        _length += WriteHeader(_bytes.AsSpan(_length), type, payload.Length);
        Append(payload);
    }

    /// <summary>Begins an element whose payload is appended next.</summary>
    /// <returns>What <see cref="End"/> is given.</returns>
    public int Begin()
    {
        Ensure(LongestHeader);
        _length += LongestHeader;
        return _length;
    }

    /// <summary>Ends an element, now that its size is known.</summary>
    public void End(int begin, int type)
    {
        var payload = _bytes.AsSpan(begin, _length - begin);
        var start = begin - LongestHeader;
        Span<byte> header = stackalloc byte[LongestHeader];
        var size = WriteHeader(header, type, payload.Length);
        payload.CopyTo(_bytes.AsSpan(start + size));
        header[..size].CopyTo(_bytes.AsSpan(start));
        _length = start + size + payload.Length;
    }

    private static int WriteHeader(Span<byte> target, int type, int size)
    {
        switch (size)
        {
            case <= 11:
                target[0] = (byte)((size << 4) | type);
                return 1;
            case <= 0xff:
                target[0] = (byte)(0xc0 | type);
                target[1] = (byte)size;
                return 2;
            case <= 0xffff:
                target[0] = (byte)(0xd0 | type);
                BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)size);
                return 3;
            default:
                target[0] = (byte)(0xe0 | type);
                BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)size);
                return 5;
        }
    }

    private void Ensure(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
