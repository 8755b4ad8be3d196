using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.PostgreSql.Execution;
using DocMigrate.Document.Tables;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Document.PostgreSql;

/// <summary>The collections of a PostgreSQL database as passes work on them.</summary>
/// <param name="store">The store's name.</param>
/// <param name="database">The database.</param>
/// <param name="collections">Where the documents are.</param>
/// <param name="chunkSize">How many documents a chunk has; null to go by time.</param>
/// <param name="time">The clock.</param>
internal sealed class PostgresPassStore(string store, PostgresDatabase database, CollectionTables collections, int? chunkSize, TimeProvider time) : IPassStore
{
    /// <summary>From so many documents on the server's own estimate is good enough for a plan.</summary>
    private const int Many = 1_000_000;

    public string Store => store;

    public IStoreDatabase Database => database;

    public int? ChunkSize => chunkSize;

    // One for the server's processor, one for its disk: more is for whoever knows the server.
    public int Lanes => 2;

    public IComparer<string> KeyOrder => JsonbKeyOrder.Instance;

    public IUniqueIndexes UniqueIndexes => new PostgresUniqueIndexes(store, database, collections);

    public ICompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations) =>
        ReshapeCompiler.Compile(operations, collections.Stated(operations[0].Collection).Document);

    public async Task<long?> CountAsync(string collection, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        return await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync(
                $"SELECT CASE WHEN reltuples >= {Many} THEN reltuples::bigint ELSE (SELECT count(*) FROM {table.Sql} AS t WHERE {table.HasDocument}) END FROM pg_class WHERE oid = to_regclass($1)",
                cancellationToken,
                table.Sql)
            : null;
    }

    public async Task<IPassCollection?> OpenAsync(ReshapePass pass, CancellationToken cancellationToken)
    {
        var connection = database.Connection;
        if (await collections.OpenAsync(connection, pass.Collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database);
        await tables.CreateAsync(cancellationToken);
        var shadow = new ShadowStore(tables, store);
        var sets = await PassSets.OpenAsync(shadow, pass, fill: true, cancellationToken);
        var collection = await PostgresPassCollection.OpenAsync(tables, new QuarantineStore(tables, store), table, pass, sets, shadow, time, cancellationToken);
        await collection.MayHaveChangedAsync(cancellationToken);
        return collection;
    }

    public async Task<IPassLane?> OpenLaneAsync(ReshapePass pass, IPassCollection collection, CancellationToken cancellationToken) =>
        await PostgresPassLane.OpenAsync(database, store, (PostgresPassCollection)collection, cancellationToken);

    public async Task<IPassCollection?> OpenForReadingAsync(ReshapePass pass, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        if (await collections.FindAsync(connection, pass.Collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database);
        var kept = await tables.ExistAsync(cancellationToken);
        var shadow = new ShadowStore(tables, store);
        var sets = await PassSets.OpenAsync(kept ? shadow : null, pass, fill: false, cancellationToken);
        return await PostgresPassCollection.OpenAsync(tables, kept ? new QuarantineStore(tables, store) : null, table, pass, sets, shadow, time, cancellationToken);
    }

    public Task<StepCounts> RunAsync(PlanStep step, PlannedOperation operation, CancellationToken cancellationToken) =>
        new CollectionExecutor(new KeptTables(database.Connection, database), collections, step).RunAsync(operation, cancellationToken);

    public async IAsyncEnumerable<QuarantinedRow> ReadQuarantineAsync(string? collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        var tables = new KeptTables(connection, database);
        if (!await tables.ExistAsync(cancellationToken))
        {
            yield break;
        }

        var quarantine = new QuarantineStore(tables, store);
        foreach (var name in collection is null ? await quarantine.CollectionsAsync(cancellationToken) : [collection])
        {
            await foreach (var listed in quarantine.ReadAsync(name, await collections.FindAsync(connection, name, cancellationToken), cancellationToken))
            {
                yield return listed;
            }
        }
    }

    public Task ReleaseAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        new QuarantineStore(new KeptTables(database.Connection, database), store).RemoveAsync(entries, cancellationToken);

    public void Worked() => database.Worked();
}
