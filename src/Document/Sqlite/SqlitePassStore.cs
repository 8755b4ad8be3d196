using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.Document.Tables;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite;

/// <summary>The collections of a SQLite file as passes work on them. There is one writer at a time, so whoever has the transaction needs no locks.</summary>
internal sealed class SqlitePassStore(string store, SqliteDatabase database, CollectionTables collections, int? chunkSize) : IPassStore
{
    public string Store => store;

    public IStoreDatabase Database => database;

    public int? ChunkSize => chunkSize;

    public bool KeepsKeyOrder => true;

    public IUniqueIndexes UniqueIndexes => new SqliteUniqueIndexes(store, database, collections);

    public ICompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations) => collections.Stated(operations[0].Collection) is var table
        ? ReshapeCompiler.Compile(operations, table.Document, table.Key)
        : null;

    public async Task<long?> CountAsync(string collection, CancellationToken cancellationToken) =>
        await database.OpenForReadingAsync(cancellationToken) is { } connection
        && await collections.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql} WHERE {table.HasDocument ?? "1"}", cancellationToken)
            : null;

    public async Task<IPassCollection?> OpenAsync(ReshapePass pass, CancellationToken cancellationToken)
    {
        var connection = database.Connection;
        if (await collections.OpenAsync(connection, pass.Collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database.Naming);
        await tables.CreateAsync(cancellationToken);
        var shadow = new ShadowStore(tables, store);
        var sets = await PassSets.OpenAsync(shadow, pass, fill: true, cancellationToken);
        return await SqlitePassCollection.OpenAsync(tables, new QuarantineStore(tables, store), table, pass, sets, shadow, cancellationToken);
    }

    public async Task<IPassCollection?> OpenForReadingAsync(ReshapePass pass, CancellationToken cancellationToken)
    {
        if (await database.OpenForReadingAsync(cancellationToken) is not { } connection
            || await collections.FindAsync(connection, pass.Collection, cancellationToken) is not { } table)
        {
            return null;
        }

        var tables = new KeptTables(connection, database.Naming);
        var kept = await tables.ExistAsync(cancellationToken);
        var shadow = new ShadowStore(tables, store);
        var sets = await PassSets.OpenAsync(kept ? shadow : null, pass, fill: false, cancellationToken);
        return await SqlitePassCollection.OpenAsync(tables, kept ? new QuarantineStore(tables, store) : null, table, pass, sets, shadow, cancellationToken);
    }

    public Task<StepCounts> RunAsync(PlanStep step, PlannedOperation operation, CancellationToken cancellationToken) =>
        new CollectionExecutor(new KeptTables(database.Connection, database.Naming), collections, step).RunAsync(operation, cancellationToken);

    public async IAsyncEnumerable<QuarantinedRow> ReadQuarantineAsync(string? collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await database.OpenForReadingAsync(cancellationToken) is not { } connection || !await new KeptTables(connection, database.Naming).ExistAsync(cancellationToken))
        {
            yield break;
        }

        var quarantine = new QuarantineStore(new KeptTables(connection, database.Naming), store);
        foreach (var name in collection is null ? await quarantine.CollectionsAsync(cancellationToken) : [collection])
        {
            await foreach (var listed in quarantine.ReadAsync(name, await collections.FindAsync(connection, name, cancellationToken), cancellationToken))
            {
                yield return listed;
            }
        }
    }

    public async Task ReleaseAsync(IReadOnlyList<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        var quarantine = new QuarantineStore(new KeptTables(database.Connection, database.Naming), store);
        foreach (var entry in entries)
        {
            await quarantine.RemoveAsync(entry, cancellationToken);
        }
    }

    public void Worked() => database.Worked();
}
