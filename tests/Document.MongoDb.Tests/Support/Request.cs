using System.Buffers.Binary;
using System.Text;
using DocMigrate.Document.MongoDb.Bson;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>A message of the client, taken apart by code of the tests' own.</summary>
internal sealed record Request(int Id, int Connection, JObject Body, IReadOnlyDictionary<string, IReadOnlyList<JObject>> Sequences)
{
    public string Name => Body.Properties().First().Name;

    /// <summary>Null when the client closed the connection.</summary>
    public static async Task<Request?> ReadAsync(Stream stream, int connection, CancellationToken cancellationToken)
    {
        var header = new byte[16];
        if (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) < header.Length)
        {
            return null;
        }

        var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - header.Length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        Assert.Equal(2013, BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(content));

        JObject? body = null;
        var sequences = new Dictionary<string, IReadOnlyList<JObject>>();
        for (var at = 4; at < content.Length;)
        {
            var kind = content[at++];
            var length = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at));
            if (kind == 0)
            {
                body = BsonReader.Read(content.AsSpan(at, length), BsonReading.Lenient);
            }
            else
            {
                var (name, documents) = Sequence(content.AsSpan(at + 4, length - 4));
                sequences.Add(name, documents);
            }

            at += length;
        }

        return new Request(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)), connection, body!, sequences);
    }

    private static (string Name, List<JObject> Documents) Sequence(ReadOnlySpan<byte> section)
    {
        var end = section.IndexOf((byte)0);
        var documents = new List<JObject>();
        for (var at = end + 1; at < section.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(section[at..]);
            documents.Add(BsonReader.Read(section.Slice(at, length)));
            at += length;
        }

        return (Encoding.UTF8.GetString(section[..end]), documents);
    }
}
