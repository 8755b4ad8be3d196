using System.Buffers.Binary;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>What a scripted server sends back, and whether it closes the connection after that.</summary>
internal sealed record Reply(Func<int, IEnumerable<byte[]>> PartsFor, bool Closes = false)
{
    /// <summary>The connection is closed without an answer.</summary>
    public static Reply Close { get; } = new(static _ => [], Closes: true);

    public static Reply Ok() => Of(new JObject(new JProperty("ok", 1.0)));

    public static Reply Json(string json) => Of(DocumentReader.Read(json));

    public static Reply Of(JObject document) => new(id => [Message(id, document)]);

    public static Reply Error(int code, string name, string text, params string[] labels) => Of(new JObject(
        new JProperty("ok", 0.0), new JProperty("code", new JValue((object)code)), new JProperty("codeName", name), new JProperty("errmsg", text), new JProperty("errorLabels", new JArray(labels))));

    /// <summary>Bytes as they are; the client finds the number of its request in none of them.</summary>
    public static Reply Bytes(params byte[] bytes) => new(_ => [bytes]);

    /// <summary>The good message, a byte at a time.</summary>
    public static Reply InPieces(JObject document) => new(id => Message(id, document).Chunk(1));

    /// <summary>The good message after something was done to it.</summary>
    public static Reply Spoiled(Action<byte[]> spoil, bool closes = false) => new(
        id =>
        {
            var message = Message(id, new JObject(new JProperty("ok", 1.0)));
            spoil(message);
            return [message];
        },
        closes);

    public static byte[] Message(int responseTo, JObject document)
    {
        var body = BsonWriter.Write(document);
        var message = new byte[16 + 4 + 1 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), 7);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), responseTo);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 2013);
        body.CopyTo(message.AsSpan(21));
        return message;
    }
}
