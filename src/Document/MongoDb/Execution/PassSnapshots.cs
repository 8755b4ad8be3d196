using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>Which documents were there when a pass began: their ids, under the pass's name, in the order of ids.</summary>
/// <param name="database">The database.</param>
internal sealed class PassSnapshots(MongoDatabase database)
{
    private readonly string _snapshots = new KeptCollections(database.Naming).Snapshot;

    /// <summary>Notes all documents of a collection. The server does it by itself, at once: in no transaction.</summary>
    public async Task NoteAsync(string snapshot, string collection, CancellationToken cancellationToken)
    {
        await database.DefineAsync(
            database.Command(
                Bodies.Of(("delete", _snapshots), ("deletes", new JArray(Bodies.Of(("q", In(snapshot, null, null)), ("limit", 0))))), CommandKind.Write),
            cancellationToken);
        await database.DefineAsync(
            database.Command(
                Bodies.Of(
                    ("aggregate", collection),
                    ("pipeline", new JArray(
                        Bodies.Of(("$project", Bodies.Of(("_id", Bodies.Of(("n", Bodies.Literal(snapshot)), ("d", "$_id")))))),
                        Bodies.Of(("$merge", Bodies.Of(("into", _snapshots), ("whenMatched", "keepExisting")))))),
                    ("cursor", new JObject())),
                CommandKind.Write),
            cancellationToken);
    }

    /// <summary>The last id; null when there is none.</summary>
    public async Task<RawValue?> LastAsync(string snapshot, CancellationToken cancellationToken) => (await database.FirstAsync(
        Bodies.Of(("find", _snapshots), ("filter", In(snapshot, null, null)), ("sort", Bodies.Of(("_id", -1))), ("limit", 1)), cancellationToken))?["_id"]?.AsDocument?["d"];

    /// <summary>How many ids are in a range.</summary>
    public Task<long> CountAsync(PassRange range, CancellationToken cancellationToken) => database.CountAsync(_snapshots, In(range), cancellationToken);

    /// <summary>How many of the documents in a range are still there.</summary>
    public async Task<long> CountThereAsync(PassRange range, string collection, CancellationToken cancellationToken) => (await database.FirstAsync(
        Bodies.Of(
            ("aggregate", _snapshots),
            ("pipeline", new JArray(
                Bodies.Of(("$match", In(range))),
                Bodies.Of(("$lookup", Bodies.Of(("from", collection), ("localField", "_id.d"), ("foreignField", "_id"), ("as", "there")))),
                Bodies.Of(("$match", Bodies.Of(("there", Bodies.Of(("$ne", new JArray())))))),
                Bodies.Of(("$count", "n")))),
            ("cursor", new JObject())),
        cancellationToken))?["n"]?.AsInt64 ?? 0;

    /// <summary>The next chunk; null when there is none.</summary>
    public async Task<PassChunk?> NextAsync(PassRange rest, int most, CancellationToken cancellationToken)
    {
        var next = await database.FirstAsync(
            Bodies.Of(
                ("aggregate", _snapshots),
                ("pipeline", new JArray(
                    Bodies.Of(("$match", In(rest))),
                    Bodies.Of(("$sort", Bodies.Of(("_id", 1)))),
                    Bodies.Of(("$limit", most)),
                    Bodies.Of(("$group", Bodies.Of(("_id", JValue.CreateNull()), ("last", Bodies.Of(("$last", "$_id"))), ("n", Bodies.Of(("$sum", 1)))))))),
                ("cursor", new JObject())),
            cancellationToken);
        return next is null ? null : new PassChunk(MongoId.Of(next["last"]!.AsDocument!["d"]!).Key, next["n"]!.AsInt64!.Value);
    }

    /// <summary>The next ids.</summary>
    public async Task<List<MongoId>> ReadAsync(string snapshot, MongoId? after, MongoId? upTo, int most, CancellationToken cancellationToken)
    {
        var ids = new List<MongoId>();
        await foreach (var row in database.StreamAsync(
            Bodies.Of(("find", _snapshots), ("filter", In(snapshot, after, upTo)), ("sort", Bodies.Of(("_id", 1))), ("limit", most)), most, cancellationToken))
        {
            ids.Add(MongoId.Of(row["_id"]!.AsDocument!["d"]!));
        }

        return ids;
    }

    /// <summary>Forgets a pass's list. Without transactions that is done when it is recorded that the pass is done: until then the way back may need it.</summary>
    public async Task ForgetAsync(string snapshot, CancellationToken cancellationToken)
    {
        var delete = database.Command(
            Bodies.Of(("delete", _snapshots), ("deletes", new JArray(Bodies.Of(("q", In(snapshot, null, null)), ("limit", 0))))), CommandKind.Write);
        if (database.WritesAtOnce)
        {
            database.History.After(delete);
            return;
        }

        await database.RunAsync(delete, cancellationToken);
    }

    private static JObject In(PassRange range) => In(range.Snapshot!, IdRange.Id(range.After), IdRange.Id(range.UpTo));

    private static JObject In(string snapshot, MongoId? after, MongoId? upTo) => Bodies.Of(("_id", Bodies.Of(
        after is null ? ("$gte", Row(snapshot, Bodies.Of(("$minKey", new JValue((object)1))))) : ("$gt", Row(snapshot, after.Raw)),
        ("$lte", Row(snapshot, upTo?.Raw ?? (JToken)Bodies.Of(("$maxKey", new JValue((object)1))))))));

    private static JObject Row(string snapshot, JToken document) => Bodies.Of(("n", snapshot), ("d", document));
}
