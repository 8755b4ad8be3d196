using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Indexing;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Planning;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb;

/// <summary>The collections of a MongoDB database as passes work on them.</summary>
/// <param name="store">The store's name.</param>
/// <param name="database">The database.</param>
/// <param name="chunkSize">How many documents a chunk has; null to go by time.</param>
internal sealed class MongoPassStore(string store, MongoDatabase database, int? chunkSize) : IPassStore
{
    /// <summary>
    /// What operations are compiled for: MongoDB 5.0, which can name any field. Older servers are refused, so that a plan is the same whether a server was asked or not.
    /// </summary>
    public const int WireVersion = 13;

    private const int PageEntries = 200;

    public string Store => store;

    public IStoreDatabase Database => database;

    public int? ChunkSize => chunkSize;

    /// <summary>What is done to collections no transaction holds, and a transaction of the server's is held to a minute.</summary>
    public bool UnitsStandAlone => true;

    public bool KeepsKeyOrder => true;

    public bool HasIndexOptions => true;

    public IUniqueIndexes UniqueIndexes { get; } = new MongoUniqueIndexes(store, database);

    /// <summary>On a server without transactions.</summary>
    public bool WritesAtOnce => database.WritesAtOnce;

    public ICompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations) => ReshapeCompiler.Compile(operations, WireVersion);

    public async Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => await database.FindAsync(collection, cancellationToken) is null
        ? null
        : (await database.Transport.RunAsync(database.Command(Bodies.Of(("count", collection)), Transport.CommandKind.Read), cancellationToken))["n"]?.AsInt64;

    public async Task<IPassCollection?> OpenAsync(ReshapePass pass, CancellationToken cancellationToken) => await FindAsync(pass, writes: true, cancellationToken);

    public async Task<IPassCollection?> OpenForReadingAsync(ReshapePass pass, CancellationToken cancellationToken) => await FindAsync(pass, writes: false, cancellationToken);

    public Task<StepCounts> RunAsync(PlanStep step, PlannedOperation operation, CancellationToken cancellationToken) =>
        new CollectionExecutor(database, step).RunAsync(operation, cancellationToken);

    public async IAsyncEnumerable<QuarantinedRow> ReadQuarantineAsync(string? collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<QuarantineEntry>();
        await foreach (var entry in new QuarantineStore(database, store).ReadAllAsync(collection, cancellationToken))
        {
            if (page.Count == PageEntries || (page.Count > 0 && page[0].Collection != entry.Collection))
            {
                foreach (var row in await RowsAsync(page, cancellationToken))
                {
                    yield return row;
                }

                page.Clear();
            }

            page.Add(entry);
        }

        foreach (var row in await RowsAsync(page, cancellationToken))
        {
            yield return row;
        }
    }

    public Task ReleaseAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        new QuarantineStore(database, store).ReleaseAsync(entries.Select(static entry => (entry.Collection, (MongoId)entry.Document)), cancellationToken);

    public void Worked() => database.Worked();

    private async Task<MongoPassCollection?> FindAsync(ReshapePass pass, bool writes, CancellationToken cancellationToken)
    {
        if (await database.FindAsync(pass.Collection, cancellationToken) is not { } listed)
        {
            return null;
        }

        CollectionKind.Require(store, pass.Collection, listed);
        var quarantine = new QuarantineStore(database, store);
        var shadow = new ShadowStore(database, store);
        var marks = await PassMarks.OpenAsync(database, shadow, pass, writes, cancellationToken);
        var sets = await PassSets.OpenAsync(shadow, pass, store, cancellationToken);
        return new MongoPassCollection(database, quarantine, pass, sets, marks, await quarantine.AnyAsync(pass.Collection, cancellationToken));
    }

    private async Task<IEnumerable<QuarantinedRow>> RowsAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var among = new JArray(entries.Select(static entry => ((MongoId)entry.Document).Raw));
        var documents = new Dictionary<MongoId, string>();
        await foreach (var document in database.StreamAsync(
            Bodies.Of(("find", entries[0].Collection), ("filter", Bodies.Of(("_id", Bodies.Of(("$in", among)))))), null, cancellationToken))
        {
            documents.Add(MongoId.Of(document), new MongoContent(document).Text);
        }

        return [.. entries.Select(entry => documents.TryGetValue((MongoId)entry.Document, out var text)
            ? new QuarantinedRow(entry, ((MongoId)entry.Document).Key, text)
            : new QuarantinedRow(entry, null, null))];
    }
}
