using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Passes;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>
/// What documents would have under unique indexes. A server has no place that nobody else sees: so it sends the fields that an index is over, as they will be, and equal keys are found here, on disk.
/// Which documents a partial index is over, the server says.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="collection">The collection.</param>
/// <param name="listed">The documents that the pass leaves as they are; null where there is no pass.</param>
/// <param name="server">What the server does to documents; null where all are reshaped in process.</param>
/// <param name="indexes">The indexes.</param>
internal sealed class MongoUniqueKeys(
    MongoDatabase database, string collection, IReadOnlyCollection<MongoId>? listed, MongoReshape? server, IReadOnlyList<MongoIndex> indexes) : IUniqueKeys
{
    private const int SliceDocuments = 1000;
    private const int SliceBytes = 4_000_000;

    private readonly IReadOnlyList<(MongoIndex Index, IndexKeys Keys, KeySpool Spool)> _places =
        [.. indexes.Select(static index => (index, new IndexKeys(index.Paths, index.Sparse), new KeySpool()))];

    public async Task AddStoredAsync(CancellationToken cancellationToken)
    {
        foreach (var (index, place) in _places.Index())
        {
            if (!place.Index.Comparable)
            {
                continue;
            }

            if (listed is null)
            {
                await AddAsync(index, [], [], null, cancellationToken);
                continue;
            }

            if (server is not null)
            {
                await AddAsync(index, server.Filter, server.Pipeline, listed, cancellationToken);
                await AddAsync(index, Bodies.Of(("$expr", Mql.Not(server.Needs))), [], listed, cancellationToken);
            }

            await AddAsync(index, listed, cancellationToken);
        }
    }

    public async Task AddAsync(IReadOnlyList<DocumentImage> documents, CancellationToken cancellationToken)
    {
        var stored = documents.Where(static image => image.Document is null).Select(static image => MongoId.Of(image.Key)).ToList();
        var changed = documents.Where(static image => image.Document is not null).Select(static image => (Id: MongoId.Of(image.Key), Document: BsonWriter.ToRaw(image.Document!))).ToList();
        foreach (var index in Enumerable.Range(0, _places.Count).Where(index => _places[index].Index.Comparable))
        {
            await AddAsync(index, stored, cancellationToken);
            var within = _places[index].Index.Partial is { } partial ? await WithinAsync(_places[index].Index, partial, changed, cancellationToken) : null;
            foreach (var (id, document) in changed)
            {
                if (within?.Contains(id) != false)
                {
                    Add(index, id, document);
                }
            }
        }
    }

    public Task<IReadOnlyList<UniqueCollisions>> FindAsync(int most, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<UniqueCollisions>>([.. _places.Select(place => place.Spool.Find(most, cancellationToken))]);
        }
        catch (IOException error)
        {
            throw NoRoom(error);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var (_, _, spool) in _places)
        {
            spool.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task AddAsync(int index, IEnumerable<MongoId> stored, CancellationToken cancellationToken)
    {
        foreach (var slice in stored.Chunk(SliceDocuments))
        {
            await AddAsync(index, Bodies.Of(("_id", Bodies.Of(("$in", new JArray(slice.Select(static id => id.Raw)))))), [], null, cancellationToken);
        }
    }

    /// <summary>Adds documents of the collection.</summary>
    private async Task AddAsync(int index, JObject filter, JArray reshape, IReadOnlyCollection<MongoId>? without, CancellationToken cancellationToken)
    {
        var definition = _places[index].Index;
        var fields = Bodies.Of(("_id", 1));
        foreach (var name in Names(definition).Where(static name => name != "_id"))
        {
            fields.Add(name, 1);
        }

        var stages = new JArray(Bodies.Of(("$match", filter)));
        foreach (var stage in reshape)
        {
            stages.Add(stage);
        }

        if (definition.Partial is { } partial)
        {
            stages.Add(Bodies.Of(("$match", new JRaw(partial))));
        }

        stages.Add(Bodies.Of(("$project", fields)));
        await foreach (var document in database.StreamAsync(
            Bodies.Of(("aggregate", collection), ("pipeline", stages), ("cursor", new JObject())), null, cancellationToken))
        {
            var id = MongoId.Of(document);
            if (without?.Contains(id) != true)
            {
                Add(index, id, document);
            }
        }
    }

    private void Add(int index, MongoId id, RawDocument document)
    {
        try
        {
            foreach (var key in _places[index].Keys.Of(document))
            {
                _places[index].Spool.Add(key, IndexValue.Of(id.Value), id.ToString());
            }
        }
        catch (IOException error)
        {
            throw NoRoom(error);
        }
    }

    /// <summary>Which documents, as they will be, a partial index is over. They go to the server as constants of a pipeline over one document of the collection, as any server takes it.</summary>
    private async Task<HashSet<MongoId>> WithinAsync(MongoIndex index, RawValue partial, List<(MongoId Id, RawDocument Document)> documents, CancellationToken cancellationToken)
    {
        var names = Mentioned(partial.AsDocument!).ToHashSet(StringComparer.Ordinal);
        var within = new HashSet<MongoId>();
        for (var start = 0; start < documents.Count;)
        {
            var (slice, bytes) = (new JArray(), 0);
            for (; start < documents.Count && bytes < SliceBytes; start++)
            {
                var (id, document) = documents[start];
                var part = Bodies.Of(("_id", id.Raw));
                foreach (var (name, value) in document.Elements().Where(field => field.Key != "_id" && names.Contains(field.Key)))
                {
                    part[name] = new JRaw(value);
                    bytes += value.Bytes.Length;
                }

                slice.Add(part);
            }

            await foreach (var document in database.StreamAsync(
                Bodies.Of(
                    ("aggregate", collection),
                    ("pipeline", new JArray(
                        Bodies.Of(("$limit", 1)),
                        Bodies.Of(("$project", Bodies.Of(("_id", 0), ("d", Bodies.Literal(slice))))),
                        Bodies.Of(("$unwind", "$d")),
                        Bodies.Of(("$replaceRoot", Bodies.Of(("newRoot", "$d")))),
                        Bodies.Of(("$match", new JRaw(partial))),
                        Bodies.Of(("$project", Bodies.Of(("_id", 1)))))),
                    ("cursor", new JObject())),
                null,
                cancellationToken))
            {
                within.Add(MongoId.Of(document));
            }
        }

        return within;
    }

    private static IEnumerable<string> Names(MongoIndex index) => index.Paths.Select(First).Distinct(StringComparer.Ordinal);

    private static string First(string path) => path.Split('.')[0];

    /// <summary>The top-level fields that a filter looks at.</summary>
    private static IEnumerable<string> Mentioned(RawDocument filter) => filter.Elements().SelectMany(static condition => condition.Key.StartsWith('$')
        ? (condition.Value.AsArray ?? []).SelectMany(static part => part.AsDocument is { } inner ? Mentioned(inner) : [])
        : [First(condition.Key)]);

    private static StoreException NoRoom(IOException error) => new(
        MongoErrors.NoRoomForKeys,
        $"What documents would have under unique indexes could not be put aside: {error.Message}",
        "Make room in the folder of temporary files (TMPDIR), and run the command again.",
        error);
}
