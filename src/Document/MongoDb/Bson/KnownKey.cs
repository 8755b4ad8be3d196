using System.Text;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>A key that was read lately, and the one that was read after it.</summary>
internal sealed class KnownKey
{
    private readonly byte[] _bytes;

    public KnownKey(ReadOnlySpan<byte> ascii)
    {
        _bytes = new byte[ascii.Length + 1];
        ascii.CopyTo(_bytes);
        Text = Encoding.ASCII.GetString(ascii);
        Next = None;
    }

    private KnownKey()
    {
        _bytes = [];
        Text = "";
        Next = this;
    }

    /// <summary>No key: it has no bytes.</summary>
    public static KnownKey None { get; } = new();

    public string Text { get; }

    public KnownKey Next { get; set; }

    /// <summary>The bytes, with the zero that ends them.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool Is(ReadOnlySpan<byte> key) => key.SequenceEqual(_bytes.AsSpan(0, _bytes.Length - 1));
}
