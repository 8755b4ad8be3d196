using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>The list of documents that operations could not convert. An entry's id is the store, the collection and the document's id, in this order.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The store's name.</param>
internal sealed class QuarantineStore(MongoDatabase database, string store)
{
    private readonly string _list = new KeptCollections(database.Naming).Quarantine;

    /// <summary>Whether a collection has documents on the list.</summary>
    public async Task<bool> AnyAsync(string collection, CancellationToken cancellationToken) =>
        await database.FirstAsync(Bodies.Of(("find", _list), ("filter", In(collection, null, null)), ("projection", Bodies.Of(("_id", 1))), ("limit", 1)), cancellationToken) is not null;

    /// <summary>Which documents of a part of a collection are on the list.</summary>
    public async Task<HashSet<MongoId>> ReadAsync(string collection, MongoId? after, MongoId? upTo, CancellationToken cancellationToken)
    {
        var found = new HashSet<MongoId>();
        await foreach (var entry in database.StreamAsync(
            Bodies.Of(("find", _list), ("filter", In(collection, after, upTo)), ("projection", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            found.Add(DocumentOf(entry));
        }

        return found;
    }

    /// <summary>Puts documents on the list.</summary>
    public Task AddAsync(IEnumerable<QuarantineEntry> entries, CancellationToken cancellationToken) => database.WriteAsync(
        "update",
        _list,
        "updates",
        [
            .. entries.Select(entry => BsonWriter.ToRaw(Bodies.Of(
                ("q", Bodies.Of(("_id", IdOf(entry.Collection, ((MongoId)entry.Document).Raw)))), ("u", Content(entry)), ("upsert", true)))),
        ],
        cancellationToken);

    /// <summary>Takes off the list what one direction of a pass had put there, in the part of the collection that the opposite one goes over.</summary>
    public Task ReleaseAsync(string collection, MigrationId migration, int firstOperation, Direction direction, MongoId? upTo, CancellationToken cancellationToken)
    {
        var filter = In(collection, null, upTo);
        filter.Add("module", migration.Module);
        filter.Add("name", migration.Name);
        filter.Add("firstOperation", firstOperation);
        filter.Add("direction", direction.ToString());
        return database.RunAsync(
            database.Command(Bodies.Of(("delete", _list), ("deletes", new JArray(Bodies.Of(("q", filter), ("limit", 0))))), CommandKind.Write), cancellationToken);
    }

    /// <summary>The documents of a part of a collection that the opposite direction of one of a pass's migrations put on the list, in their order.</summary>
    public async Task<List<(MongoId Document, MigrationId Migration)>> ListAsync(ReshapePass pass, MongoId? after, MongoId? upTo, int most, CancellationToken cancellationToken)
    {
        var filter = In(pass.Collection, after, upTo);
        filter.Add("direction", pass.Opposite.ToString());
        filter.Add("$or", new JArray(pass.Migrations.Select(migration => Bodies.Of(
            ("module", migration.Module), ("name", migration.Name), ("firstOperation", pass.First(migration))))));
        var listed = new List<(MongoId, MigrationId)>();
        await foreach (var entry in database.StreamAsync(
            Bodies.Of(("find", _list), ("filter", filter), ("sort", Bodies.Of(("_id", 1))), ("limit", most)), null, cancellationToken))
        {
            listed.Add((DocumentOf(entry), new MigrationId(entry["module"]!.AsString!, entry["name"]!.AsString!)));
        }

        return listed;
    }

    /// <summary>Takes documents off the list, those of dropped collections too.</summary>
    public Task ReleaseAsync(IEnumerable<(string Collection, MongoId Document)> documents, CancellationToken cancellationToken) => database.WriteAsync(
        "delete",
        _list,
        "deletes",
        [.. documents.Select(document => BsonWriter.ToRaw(Bodies.Of(("q", Bodies.Of(("_id", IdOf(document.Collection, document.Document.Raw)))), ("limit", 1))))],
        cancellationToken);

    /// <summary>Follows a collection's renaming. What is on the list under the new name is overtaken.</summary>
    public async Task RenameAsync(string from, string to, CancellationToken cancellationToken)
    {
        var moved = new List<RawDocument>();
        await foreach (var entry in database.StreamAsync(Bodies.Of(("find", _list), ("filter", In(from, null, null))), null, cancellationToken))
        {
            var content = new JObject(new JProperty("_id", IdOf(to, entry["_id"]!.AsDocument!["document"]!)));
            foreach (var (key, value) in entry.Elements().Where(static element => element.Key != "_id"))
            {
                content.Add(new JProperty(key, new JRaw(value)));
            }

            moved.Add(BsonWriter.ToRaw(content));
        }

        foreach (var name in (string[])[to, from])
        {
            await database.RunAsync(
                database.Command(Bodies.Of(("delete", _list), ("deletes", new JArray(Bodies.Of(("q", In(name, null, null)), ("limit", 0))))), CommandKind.Write),
                cancellationToken);
        }

        await database.WriteAsync("insert", _list, "documents", moved, cancellationToken);
    }

    /// <summary>The list, by collection and document.</summary>
    /// <param name="collection">Only of this collection; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<QuarantineEntry> ReadAllAsync(string? collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = collection is not null ? In(collection, null, null) : Bodies.Of(("_id.store", store));
        await foreach (var entry in database.StreamAsync(Bodies.Of(("find", _list), ("filter", filter), ("sort", Bodies.Of(("_id", 1)))), null, cancellationToken))
        {
            var id = entry["_id"]!.AsDocument!;
            yield return new QuarantineEntry
            {
                Collection = id["collection"]!.AsString!,
                Document = MongoId.Of(id["document"]!),
                Migration = new MigrationId(entry["module"]!.AsString!, entry["name"]!.AsString!),
                Direction = Enum.Parse<Direction>(entry["direction"]!.AsString!),
                FirstOperation = entry["firstOperation"]!.AsInt32!.Value,
                Operation = entry["operation"]!.AsInt32!.Value,
                Path = JsonSerializer.Deserialize<DocumentPath>(entry["path"]!.AsString!)!,
                Reason = entry["reason"]!.AsString!,
                ContentHash = entry["contentHash"]!.AsString!,
                At = DateTimeOffset.Parse(entry["at"]!.AsString!, CultureInfo.InvariantCulture),
            };
        }
    }

    private static MongoId DocumentOf(RawDocument entry) => MongoId.Of(entry["_id"]!.AsDocument!["document"]!);

    private static JObject Content(QuarantineEntry entry) => Bodies.Of(
        ("module", entry.Migration.Module),
        ("name", entry.Migration.Name),
        ("direction", entry.Direction.ToString()),
        ("firstOperation", entry.FirstOperation),
        ("operation", entry.Operation),
        ("path", ShadowStore.Path(entry.Path)),
        ("reason", entry.Reason),
        ("contentHash", entry.ContentHash),
        ("at", entry.At.ToString("O")));

    private JObject IdOf(string collection, RawValue document) => IdOf(collection, new JRaw(document));

    private JObject IdOf(string collection, JToken document) => Bodies.Of(("store", store), ("collection", collection), ("document", document));

    private JObject In(string collection, MongoId? after, MongoId? upTo) => Bodies.Of(("_id", Bodies.Of(
        after is null ? ("$gte", IdOf(collection, Bodies.Of(("$minKey", new JValue((object)1))))) : ("$gt", IdOf(collection, after.Raw)),
        ("$lte", IdOf(collection, upTo?.Raw ?? (JToken)Bodies.Of(("$maxKey", new JValue((object)1))))))));
}
