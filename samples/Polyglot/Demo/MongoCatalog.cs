using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;
using Shop.Demo;

namespace Polyglot.Demo;

/// <summary>Documents in MongoDB. An application of one's own would use the official driver; this one takes the way that the migrations take.</summary>
internal sealed class MongoCatalog : ICatalog, IAsyncDisposable
{
    private const string Database = "docmigrate_polyglot";
    private const int Batch = 1000;
    private readonly MongoTransport _transport;

    private MongoCatalog(MongoTransport transport) => _transport = transport;

    /// <summary>Opens it. Its database must not be there yet: it is dropped at the end.</summary>
    /// <exception cref="FormatException">It is there.</exception>
    public static async Task<MongoCatalog> OpenAsync(string server, CancellationToken cancellationToken)
    {
        var catalog = new MongoCatalog(MongoTransport.Open(ConnectionString.Parse(server)));
        var reply = await catalog.RunAsync("""{"listCollections":1,"nameOnly":true}""", CommandKind.Read, cancellationToken);
        if (reply["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Any())
        {
            await catalog._transport.DisposeAsync();
            throw new FormatException($"The server has a database '{Database}' already. Drop it if an earlier tour left it there: mongosh \"$MONGODB_URI\" --eval 'db.getSiblingDB(\"{Database}\").dropDatabase()'");
        }

        return catalog;
    }

    public async Task InsertAsync(string collection, IEnumerable<string> documents, CancellationToken cancellationToken)
    {
        foreach (var slice in documents.Chunk(Batch))
        {
            var insert = new MongoCommand
            {
                Database = Database,
                Body = new JObject(new JProperty("insert", collection)),
                Kind = CommandKind.RetryableWrite,
                Sequences = [new DocumentSequence("documents", [.. slice.Select(static text => BsonWriter.ToRaw(DocumentReader.Read(text)))])],
            };
            await _transport.RunAsync(insert, cancellationToken);
        }
    }

    public async Task<Dictionary<string, string>> ReadAsync(string collection, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var session = await _transport.StartSessionAsync(cancellationToken);
        var body = new JObject(new JProperty("find", collection));
        for (var kind = CommandKind.Read; ; kind = CommandKind.Other)
        {
            var cursor = (await _transport.RunAsync(new MongoCommand { Database = Database, Body = body, Kind = kind, Session = session }, cancellationToken))["cursor"]!.AsDocument!;
            foreach (var item in (cursor["firstBatch"] ?? cursor["nextBatch"])!.AsArray!)
            {
                var document = item.AsDocument!.Decode();
                documents.Add(document["_id"] is JValue { Value: string text } ? $"text {text}" : $"integer {document["_id"]}", DocumentWriter.Write(document));
            }

            var more = cursor["id"]!.AsInt64!.Value;
            if (more == 0)
            {
                return documents;
            }

            body = new JObject(new JProperty("getMore", new JValue(more)), new JProperty("collection", collection));
        }
    }

    /// <summary>Drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("""{"dropDatabase":1}""", CommandKind.Write, CancellationToken.None);
        await _transport.DisposeAsync();
    }

    private Task<RawDocument> RunAsync(string command, CommandKind kind, CancellationToken cancellationToken) =>
        _transport.RunAsync(new MongoCommand { Database = Database, Body = DocumentReader.Read(command), Kind = kind }, cancellationToken);
}
