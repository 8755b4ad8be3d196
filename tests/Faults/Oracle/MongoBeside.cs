using System.Globalization;
using System.Text.Json.Nodes;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Faults.Oracle;

/// <summary>Looks at a database of MongoDB, fills and copies it, by plain commands.</summary>
/// <param name="uri">The connection string.</param>
/// <param name="database">The database's name.</param>
internal sealed class MongoBeside(string uri, string database) : IAsyncDisposable
{
    /// <summary>What a pass on a server without transactions adds to documents while it goes on.</summary>
    public const string Mark = "_docmigrate_pass";

    private const string Lock = "_docmigrate_lock";

    private readonly MongoTransport _transport = MongoTransport.Open(ConnectionString.Parse(uri));

    /// <summary>Puts the documents in.</summary>
    public Task FillAsync(IEnumerable<JsonObject> documents) =>
        RunAsync(new JObject(new JProperty("insert", "people"), new JProperty("documents", new JArray(documents.Select(Token)))));

    /// <summary>Forgets what the ledger says. The journal stays.</summary>
    public async Task LoseLedgerAsync()
    {
        foreach (var collection in (string[])["_docmigrate_ledger", "_docmigrate_event"])
        {
            await RunAsync(new JObject(
                new JProperty("delete", collection), new JProperty("deletes", new JArray(new JObject(new JProperty("q", new JObject()), new JProperty("limit", Number(0)))))));
        }
    }

    /// <summary>The documents, and what the history says, at one moment: the server may still be busy with the last wish of a process that died.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="isHistory">Whether it has the ledger.</param>
    public async Task<(IReadOnlyList<JsonObject> Documents, IReadOnlyList<Claim> Claims)> ReadAsync(string store, bool isHistory)
    {
        var claims = await ClaimsAsync(store, isHistory);
        while (true)
        {
            var documents = await FindAsync("people");
            var again = await ClaimsAsync(store, isHistory);
            if (claims.SequenceEqual(again))
            {
                return (documents, claims);
            }

            claims = again;
        }
    }

    /// <summary>Everything that is in the database, history and all, but for the lock.</summary>
    public async Task<IReadOnlyList<string>> DumpAsync()
    {
        var lines = new List<string>();
        foreach (var collection in (await CollectionsAsync()).Where(static name => name != Lock))
        {
            lines.Add($"{database} {collection}");
            lines.AddRange((await FindAsync(collection)).Select(static document => document.ToJsonString()));
        }

        return lines;
    }

    /// <summary>Makes another database of what is in this one.</summary>
    public async Task CopyAsync(string other)
    {
        await using var target = new MongoBeside(uri, other);
        await target.DropAsync();
        foreach (var collection in await CollectionsAsync())
        {
            await target.RunAsync(new JObject(new JProperty("create", collection)));
            await RunAsync(new JObject(
                new JProperty("aggregate", collection),
                new JProperty("pipeline", new JArray(new JObject(new JProperty("$merge", new JObject(
                    new JProperty("into", new JObject(new JProperty("db", other), new JProperty("coll", collection)))))))),
                new JProperty("cursor", new JObject())));
        }
    }

    public Task DropAsync() => RunAsync(new JObject(new JProperty("dropDatabase", Number(1))));

    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private static JsonObject Node(RawValue document) => JsonNode.Parse(document.AsDocument!.Decode().ToString(Formatting.None))!.AsObject();

    private static JToken Token(JsonNode? node) => node switch
    {
        null => JValue.CreateNull(),
        JsonObject document => new JObject(document.Select(static pair => new JProperty(pair.Key, Token(pair.Value)))),
        JsonArray array => new JArray(array.Select(Token)),
        JsonValue value when value.TryGetValue<string>(out var text) => new JValue(text),
        _ => int.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Number(number)
            : new JValue(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)),
    };

    // Boxed, for the constructor would make a 64-bit number of it.
    private static JValue Number(int number) => new((object)number);

    private async Task<IReadOnlyList<Claim>> ClaimsAsync(string store, bool isHistory)
    {
        var claims = new List<Claim>();
        foreach (var entry in isHistory ? await FindAsync("_docmigrate_ledger") : [])
        {
            claims.AddRange(entry["parts"]!.AsArray().Select(part => new Claim(
                "ledger", Stores.NumberOf((string)entry["name"]!), (string)part!["store"]!, (string)part["status"]!)));
        }

        claims.AddRange((await FindAsync("_docmigrate_journal")).Where(entry => (string?)entry["store"] == store).Select(static entry => new Claim(
            "journal",
            Stores.NumberOf((string)entry["name"]!),
            (string)entry["store"]!,
            (string)entry["status"]!,
            (string)entry["direction"]! == "forward" && entry["undo"] is null && Stores.IsNothing(entry["progress"]!))));
        return claims;
    }

    private async Task<IReadOnlyList<string>> CollectionsAsync() =>
        [.. (await QueryAsync(new JObject(new JProperty("listCollections", Number(1))))).Select(static item => item.AsDocument!["name"]!.AsString!).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<JsonObject>> FindAsync(string collection) => [.. (await QueryAsync(new JObject(
        new JProperty("find", collection), new JProperty("sort", new JObject(new JProperty("_id", Number(1)))), new JProperty("batchSize", Number(100_000))))).Select(Node)];

    /// <summary>What a command gives at once: there is little.</summary>
    private async Task<List<RawValue>> QueryAsync(JObject body)
    {
        var cursor = (await RunAsync(body))["cursor"]!.AsDocument!;
        return cursor["id"]!.AsInt64 == 0 ? [.. cursor["firstBatch"]!.AsArray!] : throw new InvalidOperationException("It is more than one batch.");
    }

    private Task<RawDocument> RunAsync(JObject body) => _transport.RunAsync(new MongoCommand { Database = database, Body = body, Kind = CommandKind.Other }, CancellationToken.None);
}
