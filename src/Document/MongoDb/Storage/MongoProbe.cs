using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>Finds out what a server can do: by its version, and where servers that merely resemble MongoDB differ, by trying it on nothing.</summary>
internal static class MongoProbe
{
    /// <summary>The wire versions of MongoDB 5.0 and 6.0.</summary>
    private const int Five = 13;
    private const int Six = 17;

    private const int NamespaceNotFound = 26;

    public static async Task<ServerReport> AskAsync(MongoDatabase database, CancellationToken cancellationToken)
    {
        var server = await database.GetServerAsync(cancellationToken);
        var build = await database.Transport.RunAsync(new MongoCommand { Database = "admin", Body = Bodies.Of(("buildInfo", 1)), Kind = CommandKind.Read }, cancellationToken);
        var hasTransactions = await database.HasTransactionsAsync(cancellationToken) && await DoesAsync(() => TransactionAsync(database, cancellationToken));
        var capabilities = new List<ServerCapability>
        {
            Of("transactions", hasTransactions, "documents are changed first and the cursor is recorded after them; until a pass is done, a field of each document tells that it is done"),
            Of("retryable writes", server.HasRetryableWrites, "a write whose answer was lost stops the run, which goes on when it is run again"),
            Of("updates by pipelines", await DoesAsync(() => PipelineUpdateAsync(database, cancellationToken)), "documents are changed in this process"),
            Of("fields of any name ($setField)", server.MaxWireVersion >= Five, "documents with such fields are changed in this process"),
            Of("validators", await DoesAsync(() => ValidatorAsync(database, cancellationToken), meaningYes: NamespaceNotFound), "operations on validators are refused"),
            Of("unique indexes that are prepared (prepareUnique)", server.MaxWireVersion >= Six, "a document that comes while a unique index is made can stop it"),
            Of("change streams", await DoesAsync(() => ChangeStreamAsync(database, cancellationToken)), "late documents are found by sweeping"),
        };
        return new ServerReport(database.DisplayName, $"{Product(build)} {build["version"]?.AsString}, {Kind(server)}", capabilities.ToValueList(), Risks(database, hasTransactions));
    }

    private static ServerCapability Of(string name, bool present, string without) => new(name, present, present ? null : without);

    private static string Product(RawDocument build) => build.Elements().Any(static element => element.Key.StartsWith("ferretdb", StringComparison.OrdinalIgnoreCase)) ? "FerretDB"
        : build.Elements().Any(static element => element.Key.StartsWith("cosmos", StringComparison.OrdinalIgnoreCase)) ? "Cosmos DB"
        : "MongoDB";

    private static string Kind(ServerCapabilities server) => server.Server switch
    {
        ServerKind.Standalone => "standalone",
        ServerKind.Mongos => "sharded cluster",
        ServerKind.Primary => "replica set",
        _ => server.Server.ToString().ToLowerInvariant(),
    };

    private static ValueList<string> Risks(MongoDatabase database, bool hasTransactions) => hasTransactions ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{database.DisplayName}' is on a server without transactions. Another run takes over only when the lease of this one is over ({database.Options.Lease.TotalSeconds:0} s), and no write outlives it; ")
            + "but a write that was sent in time, and reaches the server after that (a machine or a network that stood still just then), is done all the same.",
        $"While documents of '{database.DisplayName}' are reshaped, those that are done have a field '{database.CollectionOf("pass")}' until the pass ends: strict readers (the C# driver's, without ignoreExtraElements) and validators must allow it.",
    ];

    private static async Task<bool> DoesAsync(Func<Task> attempt, int? meaningYes = null)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (MongoCommandException error)
        {
            // Whatever the server says of it, the answer is no.
            return error.ServerCode == meaningYes && meaningYes is not null;
        }
    }

    private static async Task TransactionAsync(MongoDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.Transport.StartSessionAsync(cancellationToken);
        session.StartTransaction();
        await database.Transport.RunAsync(database.Command(Bodies.Of(("find", database.Own.Meta), ("limit", 1), ("singleBatch", true)), CommandKind.Read) with { Session = session }, cancellationToken);
        await session.AbortTransactionAsync(cancellationToken);
    }

    /// <summary>Matches no document; a collection that is not there is not made.</summary>
    private static Task PipelineUpdateAsync(MongoDatabase database, CancellationToken cancellationToken) => database.Transport.RunAsync(
        database.Command(
            Bodies.Of(
                ("update", database.Own.Meta),
                ("updates", new JArray(Bodies.Of(("q", Bodies.Of(("_id", Bodies.Of(("$in", new JArray()))))), ("u", new JArray(Bodies.Of(("$set", Bodies.Of(("read", 0L)))))))))),
            CommandKind.Write),
        cancellationToken);

    /// <summary>Of a collection that is not there: a server with validators says that.</summary>
    private static Task ValidatorAsync(MongoDatabase database, CancellationToken cancellationToken) => database.Transport.RunAsync(
        database.Command(Bodies.Of(("collMod", database.CollectionOf("probe")), ("validator", new JObject())), CommandKind.Write), cancellationToken);

    private static async Task ChangeStreamAsync(MongoDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.Transport.StartSessionAsync(cancellationToken);
        var opened = await database.Transport.RunAsync(
            database.Command(Bodies.Of(
                ("aggregate", 1), ("pipeline", new JArray(Bodies.Of(("$changeStream", new JObject())))), ("cursor", Bodies.Of(("batchSize", 0))))) with
            { Session = session },
            cancellationToken);
        if (opened["cursor"]?.AsDocument is { } cursor && cursor["id"]?.AsInt64 is { } id and not 0)
        {
            var collection = cursor["ns"]?.AsString is { } name ? name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..] : "$cmd.aggregate";
            await database.Transport.RunAsync(database.Command(Bodies.Of(("killCursors", collection), ("cursors", new JArray(id)))) with { Session = session }, cancellationToken);
        }
    }
}
