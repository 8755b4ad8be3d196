using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Harness;

/// <summary>A store in a database of its own, which is dropped with it.</summary>
internal sealed class MongoStore : DocumentStoreHarness
{
    /// <summary>What passes put into documents where there are no transactions, as long as they go on.</summary>
    private const string Mark = "_docmigrate_pass";

    private readonly string _uri;
    private readonly bool _isReplicaSet;
    private readonly string _name = $"docmigrate_{Guid.NewGuid():N}"[..30];

    // As a program beside it.
    private readonly MongoDatabase _beside;

    private MongoStore(string uri, bool isReplicaSet)
    {
        (_uri, _isReplicaSet) = (uri, isReplicaSet);
        _beside = MongoDatabase.Over(MongoTransport.Open(ConnectionString.Parse(uri)), _name, "beside");
    }

    public override IStoreProvider Provider { get; } = new MongoStoreProvider();

    /// <summary>The database, as another program sees it.</summary>
    public MongoDatabase Beside => _beside;

    public override StoreSettings Settings => new()
    {
        Name = Store,
        Provider = Provider.Name,
        Connection = _uri,
        BaseDirectory = AppContext.BaseDirectory,
        Options = new Dictionary<string, string> { ["database"] = _name },
    };

    public static async Task<MongoStore> OpenAsync(StandInServers servers, bool isReplicaSet = true) => new(await servers.UriAsync(isReplicaSet), isReplicaSet);

    public override async Task FillAsync(string collection, IEnumerable<string> documents)
    {
        await RunAsync(Bodies.Of(("create", collection)));
        await InsertAsync(collection, [.. documents]);
    }

    public override bool Takes(string document) => RawText.TryWrite(document) is not null;

    public override async Task InsertAsync(string collection, params string[] documents)
    {
        foreach (var slice in documents.Chunk(5000))
        {
            var sequence = new DocumentSequence("documents", [.. slice.Select(static text => RawText.TryWrite(text) ?? throw new ArgumentException(text))]);
            await _beside.Transport.RunAsync(
                new MongoCommand { Database = _name, Body = Bodies.Of(("insert", collection)), Kind = CommandKind.RetryableWrite, Sequences = [sequence] }, Token);
        }
    }

    public override bool ForgetsCounts => !_isReplicaSet;

    /// <remarks>An application keeps fields that it does not know: without transactions it has to, as long as a pass goes on.</remarks>
    public override Task EditAsync(string collection, JToken id, string document)
    {
        var edited = new JRaw(RawText.TryWrite(document));
        JToken update = _isReplicaSet ? edited : new JArray(Bodies.Of(("$replaceWith", Bodies.Of(("$mergeObjects", new JArray(Bodies.Literal(edited), Bodies.Of((Mark, $"${Mark}"))))))));
        return RunAsync(Bodies.Of(("update", collection), ("updates", new JArray(Bodies.Of(("q", Bodies.Of(("_id", id))), ("u", update))))));
    }

    public override Task DeleteAsync(string collection, JToken id) => RunAsync(Bodies.Of(
        ("delete", collection), ("deletes", new JArray(Bodies.Of(("q", Bodies.Of(("_id", id))), ("limit", 1))))));

    public override Task MakeOtherAsync(string name) => MakeViewAsync(name, "nothing");

    public override Task MakeViewAsync(string name, string collection) => RunAsync(Bodies.Of(("create", name), ("viewOn", collection), ("pipeline", new JArray())));

    public override Task VerifyFormAsync(string collection) => Task.CompletedTask;

    public override async Task<List<string>> CollectionsAsync() => [.. (await QueryAsync(Bodies.Of(("listCollections", 1), ("filter", Bodies.Of(("type", "collection"))))))
        .Select(static item => item["name"]!.AsString!).Where(static name => !name.StartsWith("_docmigrate_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public override async Task<List<string>> IndexesAsync(string collection) => [.. (await QueryAsync(Bodies.Of(("listIndexes", collection))))
        .Select(static item => item["name"]!.AsString!).Where(static name => name != "_id_").Order(StringComparer.Ordinal)];

    /// <remarks>Without the marks of passes that go on. One that is left when none does is seen.</remarks>
    public override async Task<List<string>> TextsAsync(string collection)
    {
        var goesOn = (await QueryAsync(Bodies.Of(("find", "_docmigrate_shadow_set"), ("filter", Bodies.Of(("marks", true)))))).Count > 0;
        return [.. (await QueryAsync(Bodies.Of(("find", collection), ("projection", goesOn ? Bodies.Of((Mark, 0)) : [])))).Select(RawText.Read)];
    }

    public override async Task<List<string>> QuarantinedAsync() => [.. (await QueryAsync(Bodies.Of(("find", "_docmigrate_quarantine"))))
        .Select(static entry => $"{IdText(entry["_id"]!.AsDocument!["document"]!)}: {entry["reason"]!.AsString}").Order(StringComparer.Ordinal)];

    public override async Task<long> KeptAsync(Direction direction)
    {
        var sets = (await SetsAsync()).Where(set => set.Direction == direction).Select(static set => set.Set).ToHashSet();
        return (await QueryAsync(Bodies.Of(("find", "_docmigrate_shadow")))).Count(row => sets.Contains(row["_id"]!.AsDocument!["s"]!.AsInt64!.Value));
    }

    public override async Task<string> ContentAsync()
    {
        var content = new List<string>();
        foreach (var collection in (await QueryAsync(Bodies.Of(("listCollections", 1)))).OrderBy(static item => item["name"]!.AsString, StringComparer.Ordinal))
        {
            content.Add(RawText.Read(collection));
            if (collection["type"]!.AsString == "collection")
            {
                content.AddRange((await QueryAsync(Bodies.Of(("listIndexes", collection["name"]!.AsString)))).Select(RawText.Read));
                content.AddRange((await QueryAsync(Bodies.Of(("find", collection["name"]!.AsString)))).Select(RawText.Read));
            }
        }

        return string.Join('\n', content);
    }

    /// <summary>What is kept and listed for the migrations of a direction.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync(Direction direction)
    {
        var sets = (await SetsAsync()).Where(set => set.Direction == direction).ToDictionary(static set => set.Set);
        var kept = (await QueryAsync(Bodies.Of(("find", "_docmigrate_shadow")))).Where(row => sets.ContainsKey(row["_id"]!.AsDocument!["s"]!.AsInt64!.Value)).Select(row =>
        {
            var id = row["_id"]!.AsDocument!;
            var set = sets[id["s"]!.AsInt64!.Value];
            return $"kept {set.Name} {set.Operation} {IdText(id["d"]!)} {id["p"]!.AsString} {(row["t"] is { } taken ? DocumentWriter.Write(taken.Decode()) : "")} {(row["u"] is { } put ? DocumentHash.Of(put.Decode()) : row["h"]?.AsString)}";
        });
        var listed = (await QueryAsync(Bodies.Of(("find", "_docmigrate_quarantine")))).Where(row => row["direction"]!.AsString == direction.ToString()).Select(static row =>
            $"listed {row["name"]!.AsString} {row["operation"]!.AsInt64} {IdText(row["_id"]!.AsDocument!["document"]!)} {row["firstOperation"]!.AsInt64} {row["path"]!.AsString} {row["reason"]!.AsString}");
        return [.. kept.Concat(listed).Order(StringComparer.Ordinal)];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _beside.Transport.RunAsync(new MongoCommand { Database = _name, Body = Bodies.Of(("dropDatabase", 1)), Kind = CommandKind.Write }, CancellationToken.None);
        await _beside.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string IdText(RawValue id) => id.AsString ?? DocumentWriter.Write(id.Decode());

    private async Task<List<(long Set, string Name, long Operation, Direction Direction)>> SetsAsync() => [.. (await QueryAsync(Bodies.Of(("find", "_docmigrate_shadow_set")))).Select(static set =>
    {
        var id = set["_id"]!.AsDocument!;
        return (set["set"]!.AsInt64!.Value, id["name"]!.AsString!, id["operation"]!.AsInt64!.Value, Enum.Parse<Direction>(id["direction"]!.AsString!));
    })];

    /// <summary>Runs a command as another program.</summary>
    public Task<RawDocument> RunAsync(JObject body) => _beside.Transport.RunAsync(new MongoCommand { Database = _name, Body = body, Kind = CommandKind.Write }, Token);

    /// <summary>Asks as another program.</summary>
    public async Task<List<RawDocument>> QueryAsync(JObject body)
    {
        var found = new List<RawDocument>();
        try
        {
            await foreach (var document in _beside.StreamAsync(body, null, Token))
            {
                found.Add(document);
            }
        }
        catch (Failures.MongoCommandException error) when (error.ServerCode == 26)
        {
            // Of a collection that is not there.
            return [];
        }

        return found;
    }
}
