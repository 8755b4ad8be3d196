using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Writes documents in memory as BSON: what <see cref="BsonReader"/> read is written as the same bytes.</summary>
/// <remarks>
/// Thread-safe. A <see cref="JRaw"/> whose value is a <see cref="RawValue"/> or <see cref="RawDocument"/> is written as it is, so that values can be passed
/// on without being decoded.
/// </remarks>
public static class BsonWriter
{
    private const int KeptBytes = 256 * 1024;

    [ThreadStatic]
    private static BsonBuffer? s_buffer;

    /// <summary>The bytes of a document.</summary>
    /// <exception cref="DataException">
    /// A value has no form in BSON (DM6202), is nested too deeply (DM5005), is no value of documents (DM5007), no valid wrapper (DM5004) or no Unicode (DM5006).
    /// </exception>
    public static byte[] Write(JObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var buffer = s_buffer ?? new BsonBuffer(4096);
        s_buffer = null;
        Write(buffer, document);
        var bytes = buffer.Written.ToArray();
        buffer.Clear(KeptBytes);
        s_buffer = buffer;
        return bytes;
    }

    /// <summary>The document, ready to be sent.</summary>
    /// <exception cref="DataException">As for the bytes.</exception>
    public static RawDocument ToRaw(JObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var buffer = new BsonBuffer();
        Write(buffer, document);
        return new RawDocument(buffer.WrittenMemory);
    }

    /// <summary>One document of the elements of two.</summary>
    internal static byte[] Write(JObject document, JObject additions)
    {
        var buffer = new BsonBuffer(1024);
        Write(buffer, document, additions);
        return buffer.Written.ToArray();
    }

    internal static void Write(BsonBuffer buffer, JObject document, JObject additions)
    {
        var start = buffer.Length;
        Write(buffer, document);
        buffer.Drop(1);
        buffer.Bytes(Write(additions).AsSpan(4));
        buffer.FillLength(start);
    }

    private static void Write(BsonBuffer buffer, JObject document) => new BsonEncoder(buffer).Document(document);
}
