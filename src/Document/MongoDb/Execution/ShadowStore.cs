using System.Text.Json;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Keeping;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// The values that operations took away, in sets: one for each operation of a migration and direction. A value's id is its set, the document's id and the path, in this order: so what
/// belongs to a part of a collection lies together, in the order of its documents.
/// </summary>
/// <remarks>
/// Of a value <c>t</c> is what was taken, missing where nothing was there, and <c>h</c> the hash of what was put, or <c>u</c> what was put, where the server kept it, which can't make the
/// hash; a mark has none of them, and one that stands for a value which was restored has the empty hash, which no value has.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="store">The store's name.</param>
internal sealed class ShadowStore(MongoDatabase database, string store)
{
    private const int MostForgotten = 10_000;

    private readonly KeptCollections _kept = new(database.Naming);

    /// <summary>The set of an operation and direction; made when it is not there.</summary>
    public async Task<int> SetAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken)
    {
        if (await FindAsync(migration, operation, direction, cancellationToken) is { } known)
        {
            return known;
        }

        var set = await NextSetAsync(cancellationToken);
        await database.WriteAsync(
            "insert", _kept.Sets, "documents", [BsonWriter.ToRaw(Bodies.Of(("_id", IdOf(migration, operation, direction)), ("set", set)))], cancellationToken);
        return set;
    }

    /// <summary>The command that notes in the set of an operation and direction, made where it is not there, that the operation was begun.</summary>
    public async Task<MongoCommand> BeginAsync(MigrationId migration, int operation, Direction direction, string field, CancellationToken cancellationToken)
    {
        var set = await FindAsync(migration, operation, direction, cancellationToken) ?? await NextSetAsync(cancellationToken);
        var update = Bodies.Of(
            ("q", Bodies.Of(("_id", IdOf(migration, operation, direction)))),
            ("u", Bodies.Of(("$set", Bodies.Of((field, true))), ("$setOnInsert", Bodies.Of(("set", set))))),
            ("upsert", true));
        return database.Command(Bodies.Of(("update", _kept.Sets), ("updates", new JArray(update))), CommandKind.RetryableWrite);
    }

    /// <summary>The set of an operation and direction, or null.</summary>
    public async Task<int?> FindAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        (await ReadSetAsync(migration, operation, direction, cancellationToken))?["set"]?.AsInt32;

    /// <summary>What is known of the set of an operation and direction, or null.</summary>
    public Task<RawDocument?> ReadSetAsync(MigrationId migration, int operation, Direction direction, CancellationToken cancellationToken) =>
        FirstAsync(Bodies.Of(("find", _kept.Sets), ("filter", Bodies.Of(("_id", IdOf(migration, operation, direction)))), ("limit", 1)), cancellationToken);

    /// <summary>The command that takes a note from the set of an operation and direction; does nothing where there is none.</summary>
    public MongoCommand EndCommand(MigrationId migration, int operation, Direction direction, string field) => database.Command(
        Bodies.Of(("update", _kept.Sets), ("updates", new JArray(Bodies.Of(
            ("q", Bodies.Of(("_id", IdOf(migration, operation, direction)))), ("u", Bodies.Of(("$unset", Bodies.Of((field, ""))))))))),
        CommandKind.RetryableWrite);

    /// <summary>Notes something with the set of an operation and direction, which is there.</summary>
    public Task NoteAsync(MigrationId migration, int operation, Direction direction, string field, JToken? value, CancellationToken cancellationToken)
    {
        var change = Bodies.Of((field, value ?? ""));
        var update = Bodies.Of(
            ("q", Bodies.Of(("_id", IdOf(migration, operation, direction)))), ("u", Bodies.Of((value is null ? "$unset" : "$set", change))));
        return database.WriteAsync("update", _kept.Sets, "updates", [BsonWriter.ToRaw(update)], cancellationToken);
    }

    /// <summary>Whether the set has values.</summary>
    public async Task<bool> AnyAsync(int set, CancellationToken cancellationToken) =>
        await FirstAsync(Bodies.Of(("find", _kept.Shadow), ("filter", InSet(set)), ("projection", Bodies.Of(("_id", 1))), ("limit", 1)), cancellationToken) is not null;

    /// <summary>What sets keep of the documents between two of them, themselves included.</summary>
    public async Task<ILookup<MongoId, (int Set, KeptValue Value)>> ReadAsync(IReadOnlyList<int> sets, MongoId first, MongoId last, CancellationToken cancellationToken)
    {
        var filter = Bodies.Of(("$or", new JArray(sets.Select(set => Bodies.Of(("_id", Bodies.Of(
            ("$gte", RowId(set, first.Raw, "")), ("$lte", RowId(set, last.Raw, Bodies.Of(("$maxKey", new JValue((object)1))))))))))));
        var rows = new List<(MongoId Document, int Set, KeptValue Value)>();
        await foreach (var row in database.StreamAsync(Bodies.Of(("find", _kept.Shadow), ("filter", filter)), null, cancellationToken))
        {
            var id = row["_id"]!.AsDocument!;
            var path = JsonSerializer.Deserialize<DocumentPath>(id["p"]!.AsString!)!;
            var hash = row["u"] is { } put ? DocumentHash.Of(put.Decode()) : row["h"]?.AsString is { Length: > 0 } known ? known : null;
            rows.Add((MongoId.Of(id["d"]!), id["s"]!.AsInt32!.Value, new KeptValue(path, row["t"]?.Decode(), hash)));
        }

        return rows.ToLookup(static row => row.Document, static row => (row.Set, row.Value));
    }

    /// <summary>The documents of a part of a collection of which sets keep something.</summary>
    public async Task<HashSet<MongoId>> DocumentsAsync(IReadOnlyList<int> sets, MongoId? after, MongoId? upTo, CancellationToken cancellationToken)
    {
        var most = Bodies.Of(("$maxKey", new JValue((object)1)));
        var filter = Bodies.Of(("$or", new JArray(sets.Select(set => Bodies.Of(("_id", Bodies.Of(
            ("$gt", after is null ? Bodies.Of(("s", set)) : RowId(set, after.Raw, most)), ("$lte", upTo is null ? Bodies.Of(("s", set), ("d", most)) : RowId(set, upTo.Raw, most)))))))));
        var documents = new HashSet<MongoId>();
        await foreach (var row in database.StreamAsync(
            Bodies.Of(("find", _kept.Shadow), ("filter", filter), ("projection", Bodies.Of(("_id.d", 1)))), null, cancellationToken))
        {
            documents.Add(MongoId.Of(row["_id"]!.AsDocument!["d"]!));
        }

        return documents;
    }

    /// <summary>A value as <see cref="SaveAsync(IReadOnlyList{RawDocument}, CancellationToken)"/> keeps it.</summary>
    public static RawDocument Row(int set, MongoId document, DocumentPath path, RawValue? taken, RawValue? put)
    {
        var content = new JObject();
        if (taken is not null)
        {
            content.Add(new JProperty("t", new JRaw(taken)));
        }

        if (put is not null)
        {
            content.Add(new JProperty("u", new JRaw(put)));
        }

        return BsonWriter.ToRaw(Bodies.Of(("q", Bodies.Of(("_id", RowId(set, document.Raw, Path(path))))), ("u", content), ("upsert", true)));
    }

    /// <summary>The same of a value as a document carried it, with its set and its path.</summary>
    public static RawDocument Row(MongoId document, RawDocument carried) => BsonWriter.ToRaw(Bodies.Of(
        ("q", Bodies.Of(("_id", RowId(carried["s"]!.AsInt32!.Value, document.Raw, carried["p"]!.AsString!)))),
        ("u", new JObject(carried.Elements().Where(static element => element.Key is not ("s" or "p")).Select(static element => new JProperty(element.Key, new JRaw(element.Value))))),
        ("upsert", true)));

    /// <summary>A value that was given back, as <see cref="ReleaseAsync"/> notes it.</summary>
    public static RawDocument ReleasedRow(MongoId document, RawDocument carried) => BsonWriter.ToRaw(Bodies.Of(
        ("q", Bodies.Of(("_id", RowId(carried["s"]!.AsInt32!.Value, document.Raw, carried["p"]!.AsString!)))), ("u", Bodies.Of(("h", "")))));

    /// <summary>Keeps values that the server took, in the place of what was kept of the same documents and paths.</summary>
    public Task SaveAsync(IReadOnlyList<RawDocument> rows, CancellationToken cancellationToken) => database.WriteAsync("update", _kept.Shadow, "updates", rows, cancellationToken);

    /// <summary>Keeps values, in the place of what was kept of the same documents and paths; a later one of these takes the place of an earlier one.</summary>
    public Task SaveAsync(IEnumerable<(int Set, MongoId Document, KeptValue Value)> rows, CancellationToken cancellationToken) => database.WriteAsync(
        "update",
        _kept.Shadow,
        "updates",
        [
            .. rows.Select(static row => (row.Set, row.Document, Path: Path(row.Value.Path), row.Value))
                .GroupBy(static row => (row.Set, row.Document, row.Path)).Select(static group => group.Last())
                .Select(static row => BsonWriter.ToRaw(Bodies.Of(
                    ("q", Bodies.Of(("_id", RowId(row.Set, row.Document.Raw, row.Path)))), ("u", Content(row.Value)), ("upsert", true)))),
        ],
        cancellationToken);

    /// <summary>
    /// Forgets values: marks are left in their place until <see cref="ForgetAsync"/>, so that who looks at the documents again before that does not do them twice.
    /// </summary>
    public Task ReleaseAsync(IEnumerable<(int Set, MongoId Document, DocumentPath Path)> values, CancellationToken cancellationToken) => database.WriteAsync(
        "update",
        _kept.Shadow,
        "updates",
        [
            .. values.Select(static value => BsonWriter.ToRaw(Bodies.Of(
                ("q", Bodies.Of(("_id", RowId(value.Set, value.Document.Raw, Path(value.Path))))), ("u", Bodies.Of(("h", "")))))),
        ],
        cancellationToken);

    /// <summary>Deletes the marks that stand for restored values: the direction that made them goes on no more, but the one whose values they were begins anew.</summary>
    public Task ForgetRestoredAsync(int set, CancellationToken cancellationToken) => DeleteAsync(IdRange.And(InSet(set), Bodies.Of(("h", ""))), cancellationToken);

    /// <summary>Deletes of sets the marks, and the values of documents that are gone, so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ForgetAsync(IReadOnlyList<int> sets, string collection, CancellationToken cancellationToken)
    {
        var filter = Bodies.Of(("$or", new JArray(sets.Select(InSet))));
        var mark = Bodies.Of(("t", Bodies.Of(("$exists", false))), ("u", Bodies.Of(("$exists", false))), ("h", Bodies.Of(("$in", new JArray(JValue.CreateNull(), "")))));
        var marks = new List<RawValue>();
        await foreach (var row in database.StreamAsync(
            Bodies.Of(("find", _kept.Shadow), ("filter", IdRange.And(filter, mark)), ("projection", Bodies.Of(("_id", 1))), ("limit", MostForgotten)), null, cancellationToken))
        {
            marks.Add(row["_id"]!);
        }

        await DeleteAsync(marks, cancellationToken);
        if (marks.Count == MostForgotten)
        {
            return false;
        }

        var rest = new List<RawValue>();
        await foreach (var row in database.StreamAsync(
            Bodies.Of(("find", _kept.Shadow), ("filter", filter), ("projection", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            rest.Add(row["_id"]!);
            if (rest.Count == 1000)
            {
                await DeleteOfGoneAsync(collection, rest, cancellationToken);
                rest.Clear();
            }
        }

        await DeleteOfGoneAsync(collection, rest, cancellationToken);
        return true;
    }

    /// <summary>How many values, and documents of dropped collections, are kept for a migration.</summary>
    public async Task<long> CountAsync(MigrationId migration, CancellationToken cancellationToken) =>
        (await ListAsync(migration, cancellationToken)).Sum(static kept => kept.Values);

    /// <summary>What is kept, by migration, operation and direction; sets that hold marks alone are left out.</summary>
    /// <param name="migration">Only of this one; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<KeptAside>> ListAsync(MigrationId? migration, CancellationToken cancellationToken)
    {
        var kept = new List<KeptAside>();
        foreach (var (id, set, aside) in await SetsAsync(migration, cancellationToken))
        {
            var values = await FirstAsync(
                Bodies.Of(("aggregate", _kept.Shadow), ("cursor", new JObject()), ("pipeline", new JArray(
                    Bodies.Of(("$match", IdRange.And(InSet(set), Bodies.Of(("t", Bodies.Of(("$exists", true))))))),
                    Bodies.Of(("$group", Bodies.Of(
                        ("_id", JValue.CreateNull()), ("n", Bodies.Of(("$sum", 1))), ("b", Bodies.Of(("$sum", Bodies.Of(("$bsonSize", "$$ROOT"))))))))))),
                cancellationToken);
            var documents = aside is null ? 0 : await database.CountAsync(aside, [], cancellationToken);
            var count = (values?["n"]?.AsInt64 ?? 0) + documents;
            if (count > 0)
            {
                kept.Add(new KeptAside(
                    store,
                    new MigrationId(id["module"]!.AsString!, id["name"]!.AsString!),
                    id["operation"]!.AsInt32!.Value,
                    Enum.Parse<Direction>(id["direction"]!.AsString!),
                    count,
                    aside is null ? values?["b"]?.AsInt64 ?? 0 : null));
            }
        }

        return [.. kept.OrderBy(static item => item.Migration.Module, StringComparer.Ordinal).ThenBy(static item => item.Migration.Name, StringComparer.Ordinal)
            .ThenBy(static item => item.Operation).ThenBy(static item => item.Direction.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The collections that were moved aside for a migration.</summary>
    public async Task<IReadOnlyList<string>> AsideAsync(MigrationId migration, CancellationToken cancellationToken) =>
        [.. (await SetsAsync(migration, cancellationToken)).Select(static set => set.Aside).OfType<string>()];

    /// <summary>
    /// Forgets the values that are kept for a migration, and that collections were moved aside for it. Marks stay, for without them the way back would change what it must not.
    /// </summary>
    public async Task PurgeAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        foreach (var (id, set, aside) in await SetsAsync(migration, cancellationToken))
        {
            await DeleteAsync(IdRange.And(InSet(set), Bodies.Of(("t", Bodies.Of(("$exists", true))))), cancellationToken);
            if (aside is not null)
            {
                await NoteAsync(migration, id["operation"]!.AsInt32!.Value, Enum.Parse<Direction>(id["direction"]!.AsString!), "aside", null, cancellationToken);
            }
        }
    }

    /// <summary>A path as it is stored.</summary>
    public static string Path(DocumentPath path) => JsonSerializer.Serialize(path);

    private static JObject RowId(int set, JToken document, JToken path) => Bodies.Of(("s", set), ("d", document), ("p", path));

    private static JObject InSet(int set) => Bodies.Of(("_id", Bodies.Of(("$gte", Bodies.Of(("s", set))), ("$lt", Bodies.Of(("s", (set + 1)))))));

    /// <summary>What is stored of a value besides its id.</summary>
    public static JObject Content(KeptValue value)
    {
        var content = new JObject();
        if (value.Taken is { } taken)
        {
            content.Add(new JProperty("t", taken));
        }

        if (value.PutHash is { } hash)
        {
            content.Add(new JProperty("h", hash));
        }

        return content;
    }

    private JObject IdOf(MigrationId migration, int operation, Direction direction) => Bodies.Of(
        ("store", store), ("module", migration.Module), ("name", migration.Name), ("operation", operation), ("direction", direction.ToString()));

    private async Task<IReadOnlyList<(RawDocument Id, int Set, string? Aside)>> SetsAsync(MigrationId? migration, CancellationToken cancellationToken)
    {
        var filter = Bodies.Of(("_id.store", store));
        if (migration is { } one)
        {
            filter.Add("_id.module", one.Module);
            filter.Add("_id.name", one.Name);
        }

        var sets = new List<(RawDocument, int, string?)>();
        await foreach (var set in database.StreamAsync(Bodies.Of(("find", _kept.Sets), ("filter", filter)), null, cancellationToken))
        {
            sets.Add((set["_id"]!.AsDocument!, set["set"]!.AsInt32!.Value, set["aside"]?.AsString));
        }

        return sets;
    }

    private async Task<int> NextSetAsync(CancellationToken cancellationToken) =>
        ((await FirstAsync(Bodies.Of(("find", _kept.Sets), ("sort", Bodies.Of(("set", -1))), ("limit", 1)), cancellationToken))?["set"]?.AsInt32 ?? 0) + 1;

    private async Task DeleteOfGoneAsync(string collection, List<RawValue> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var there = new HashSet<MongoId>();
        var ids = rows.Select(static row => MongoId.Of(row.AsDocument!["d"]!)).Distinct();
        await foreach (var document in database.StreamAsync(
            Bodies.Of(
                ("find", collection), ("filter", Bodies.Of(("_id", Bodies.Of(("$in", new JArray(ids.Select(static id => id.Raw))))))), ("projection", Bodies.Of(("_id", 1)))),
            null,
            cancellationToken))
        {
            there.Add(MongoId.Of(document));
        }

        await DeleteAsync(rows.FindAll(row => !there.Contains(MongoId.Of(row.AsDocument!["d"]!))), cancellationToken);
    }

    private Task DeleteAsync(List<RawValue> rows, CancellationToken cancellationToken) => rows.Count == 0
        ? Task.CompletedTask
        : DeleteAsync(Bodies.Of(("_id", Bodies.Of(("$in", new JArray(rows.Select(static row => new JRaw(row))))))), cancellationToken);

    private Task DeleteAsync(JObject filter, CancellationToken cancellationToken) => database.RunAsync(
        database.Command(
            Bodies.Of(("delete", _kept.Shadow), ("deletes", new JArray(Bodies.Of(("q", filter), ("limit", 0))))), CommandKind.Write),
        cancellationToken);

    private Task<RawDocument?> FirstAsync(JObject body, CancellationToken cancellationToken) => database.FirstAsync(body, cancellationToken);
}
