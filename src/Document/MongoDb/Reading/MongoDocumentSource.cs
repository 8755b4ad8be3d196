using System.Runtime.CompilerServices;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Indexing;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Reading;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Reading;

/// <summary>Looks at the collections of a MongoDB database.</summary>
/// <param name="store">The store's name, by which the quarantine list goes.</param>
/// <param name="database">The database.</param>
internal sealed class MongoDocumentSource(string store, MongoDatabase database) : IDocumentSource
{
    private const int ChunkSize = 100;

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var collection in database.StreamAsync(
            Bodies.Of(("listCollections", 1), ("filter", Bodies.Of(("type", "collection"))), ("nameOnly", true)), null, cancellationToken))
        {
            if (collection["name"]?.AsString is { } name
                && !name.StartsWith(database.Naming.Prefix, StringComparison.Ordinal) && !name.StartsWith("system.", StringComparison.Ordinal))
            {
                names.Add(name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public async Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => await database.FindAsync(collection, cancellationToken) is null
        ? null
        : (await database.RunAsync(database.Command(Bodies.Of(("count", collection)), CommandKind.Read), cancellationToken))["n"]?.AsInt64;

    public async Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) =>
        [.. (await MongoIndex.ListAsync(database, collection, cancellationToken)).Select(static index => new StoredIndex(index.Name, index.Unique) { IsKnown = true, Shape = index.Shape })];

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await CountAsync(collection, cancellationToken) is not { } count)
        {
            yield break;
        }

        var quarantine = new QuarantineStore(database, store);
        var listed = await quarantine.AnyAsync(collection, cancellationToken);
        var place = 0L;
        var left = count;
        for (MongoId? after = null; left > 0;)
        {
            var documents = new List<RawDocument>();
            await foreach (var document in database.StreamAsync(
                Bodies.Of(("find", collection), ("filter", IdRange.Filter(after, null)), ("sort", Bodies.Of(("_id", 1))), ("limit", (int)Math.Min(ChunkSize, left))),
                ChunkSize,
                cancellationToken))
            {
                documents.Add(document);
            }

            if (documents.Count == 0)
            {
                yield break;
            }

            left -= documents.Count;
            var last = MongoId.Of(documents[^1]);
            var without = listed ? await quarantine.ReadAsync(collection, after, last, cancellationToken) : [];
            foreach (var document in documents)
            {
                // One of each group of neighbours, where there are more than are wanted.
                if (sample is not { } wanted || count <= wanted || (Int128)(place + 1) * wanted / count > (Int128)place * wanted / count)
                {
                    var id = MongoId.Of(document);
                    yield return Read(id, document, without.Contains(id));
                }

                place++;
            }

            after = last;
        }
    }

    private static StoredDocument Read(MongoId id, RawDocument document, bool quarantined)
    {
        try
        {
            return new StoredDocument { Id = id.ToString(), Document = document.Decode(), Quarantined = quarantined };
        }
        catch (DataException error)
        {
            return new StoredDocument { Id = id.ToString(), Document = null, Problem = error.Message, Quarantined = quarantined };
        }
    }
}
