using System.Text.Json;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Tables;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>
/// Runs the operations on collections themselves. A dropped collection is moved aside; what the opposite direction moved aside comes back. A table that a collection is attached to is
/// somebody else's: it has to be there when the collection is made, and stays when it is dropped.
/// </summary>
internal sealed class CollectionExecutor(KeptTables kept, CollectionTables collections, PlanStep step)
{
    /// <summary>How many groups of documents an error names.</summary>
    private const int Samples = 5;

    private readonly SqliteConnection _connection = kept.Connection;
    private readonly ShadowStore _shadow = new(kept, step.Store);
    private readonly QuarantineStore _quarantine = new(kept, step.Store);

    public async Task<StepCounts> RunAsync(PlannedOperation planned, CancellationToken cancellationToken)
    {
        await kept.CreateAsync(cancellationToken);
        switch (planned.Effective)
        {
            case CreateCollectionOperation or RestoreCollectionOperation when Attached(planned) is { } name:
                await RequireAsync(name, cancellationToken);
                return StepCounts.Zero;
            case DropCollectionOperation when Attached(planned) is not null:
                return StepCounts.Zero;
            case CreateCollectionOperation create:
                await CreateAsync(planned.Index, create.Collection, cancellationToken);
                return StepCounts.Zero;
            case RestoreCollectionOperation restore:
                await CreateAsync(planned.Index, restore.Collection, cancellationToken);
                return StepCounts.Zero;
            case DropCollectionOperation drop:
                return await DropAsync(planned.Index, drop.Collection, cancellationToken);
            case RenameCollectionOperation rename:
                await RequireFreeAsync(rename.To, cancellationToken);
                await RequireAsync(rename.Collection, cancellationToken);
                await RunAsync(Statement(rename, collections)!, cancellationToken);
                await _quarantine.RenameAsync(rename.Collection, rename.To, cancellationToken);
                return StepCounts.Zero;
            case CreateDocumentIndexOperation create:
                await CreateIndexAsync(create, await RequireAsync(create.Collection, cancellationToken), cancellationToken);
                return StepCounts.Zero;
            case DropDocumentIndexOperation drop:
                await RunAsync(Statement(drop, collections)!, cancellationToken);
                return StepCounts.Zero;
            default:
                throw new InvalidOperationException($"The operation '{planned.Authored.Describe()}' is not one on collections.");
        }
    }

    /// <summary>The statement of an operation, as far as it is one; else null.</summary>
    public static string? Statement(DocumentOperation operation, CollectionTables collections) => operation switch
    {
        CreateCollectionOperation or RestoreCollectionOperation when collections.Attached.Find(operation.Collection) is not null => null,
        CreateCollectionOperation create => CollectionTable.Create(create.Collection),
        RestoreCollectionOperation restore => CollectionTable.Create(restore.Collection),
        RenameCollectionOperation rename => $"ALTER TABLE {SqliteName.Quote(rename.Collection)} RENAME TO {SqliteName.Quote(rename.To)}",
        CreateDocumentIndexOperation create => $"CREATE {(create.Unique ? "UNIQUE " : "")}INDEX {SqliteName.Quote(create.Name)} ON {collections.Stated(create.Collection).Sql} "
            + $"({string.Join(", ", create.Paths.Select(collections.Stated(create.Collection).Value))})",
        DropDocumentIndexOperation drop => $"DROP INDEX {SqliteName.Quote(drop.Name)}",
        _ => null,
    };

    private string? Attached(PlannedOperation planned) => collections.Attached.Find(((DocumentOperation)planned.Effective!).Collection)?.Collection;

    private async Task CreateAsync(int index, string name, CancellationToken cancellationToken)
    {
        await RequireFreeAsync(name, cancellationToken);
        var opposite = step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward;
        if (await _shadow.FindAsideAsync(step.Migration, index, opposite, cancellationToken) is not { } aside)
        {
            await RunAsync(CollectionTable.Create(name), cancellationToken);
            return;
        }

        await RunAsync($"ALTER TABLE {SqliteName.Quote(aside.Table)} RENAME TO {SqliteName.Quote(name)}", cancellationToken);
        await _quarantine.RenameAsync(aside.Table, name, cancellationToken);
        foreach (var sql in JsonSerializer.Deserialize<string[]>(aside.Indexes)!)
        {
            await RunAsync(sql, cancellationToken);
        }

        await _shadow.ForgetAsideAsync(aside, cancellationToken);
    }

    private async Task<StepCounts> DropAsync(int index, string name, CancellationToken cancellationToken)
    {
        if (await collections.OpenAsync(_connection, name, cancellationToken) is not { } table)
        {
            return StepCounts.Zero;
        }

        var set = await _shadow.SetAsync(step.Migration, index, step.Direction, cancellationToken);
        var aside = kept.Aside(set, name);
        var documents = await _connection.CountAsync($"SELECT count(*) FROM {table.Sql}", cancellationToken);

        // Names of indexes are the database's, not the table's: kept, they would be in the way of a new collection's.
        var indexes = await _connection.ListAsync(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY rowid",
            static row => (Name: row.GetString(0), Sql: row.GetString(1)), cancellationToken, name);
        foreach (var known in indexes)
        {
            await RunAsync($"DROP INDEX {SqliteName.Quote(known.Name)}", cancellationToken);
        }

        // What an earlier run in the same direction moved aside was brought back or is overtaken: that direction could not run again otherwise.
        await RunAsync($"DROP TABLE IF EXISTS {SqliteName.Quote(aside)}", cancellationToken);
        await RunAsync($"ALTER TABLE {table.Sql} RENAME TO {SqliteName.Quote(aside)}", cancellationToken);

        // The entries go with their documents: another collection of the name has no part in them.
        await _quarantine.RenameAsync(name, aside, cancellationToken);
        await _shadow.NoteAsideAsync(new MovedAside(set, aside, JsonSerializer.Serialize(indexes.Select(static known => known.Sql))), cancellationToken);
        return new StepCounts(Scanned: documents, Shadowed: documents);
    }

    private async Task CreateIndexAsync(CreateDocumentIndexOperation operation, CollectionTable table, CancellationToken cancellationToken)
    {
        foreach (var path in operation.Paths)
        {
            if (!Compilation.JsonPathSql.CanWrite(path.Segments))
            {
                throw new StoreException(
                    JsonStoreErrors.PathNotIndexable,
                    $"{operation.Describe()}: SQLite can't write the path {path}, because a key in it has a quote, a backslash or a control character.",
                    "Rename the field first.");
            }
        }

        try
        {
            await RunAsync(Statement(operation, collections)!, cancellationToken);
        }
        catch (SqliteException error) when (error.SqliteExtendedErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE)
        {
            throw await NotUniqueAsync(operation, table, error, cancellationToken);
        }
    }

    private async Task<DataException> NotUniqueAsync(CreateDocumentIndexOperation operation, CollectionTable table, SqliteException error, CancellationToken cancellationToken)
    {
        var values = operation.Paths.Select(table.Value).ToList();

        // A unique index takes NULLs, and so missing values, for different.
        var groups = await _connection.ListAsync(
            $"SELECT group_concat({table.IdColumn}, ', ') FROM {table.Sql} WHERE {string.Join(" AND ", values.Select(static value => $"{value} IS NOT NULL"))} "
            + $"GROUP BY {string.Join(", ", values)} HAVING count(*) > 1 ORDER BY min({table.Key}) LIMIT {Samples}",
            static row => row.GetString(0), cancellationToken);
        return new DataException(
            JsonStoreErrors.NotUnique,
            $"{operation.Describe()}: documents have equal values. Groups of {(table.Own ? "_id" : "keys")}: {string.Join("; ", groups)}.",
            "Correct or remove all but one document of each group, and run the command again.",
            error);
    }

    private async Task<CollectionTable> RequireAsync(string name, CancellationToken cancellationToken) =>
        await collections.OpenAsync(_connection, name, cancellationToken) ?? throw new StoreException(
            JsonStoreErrors.CollectionMissing,
            $"Migration {step.Migration}: the collection '{name}' of store '{step.Store}' does not exist.",
            "Create it in a migration before this one, or check that the store's connection names the right file.");

    private async Task RequireFreeAsync(string name, CancellationToken cancellationToken)
    {
        if (await _connection.CountAsync("SELECT count(*) FROM sqlite_master WHERE name = $1 COLLATE NOCASE", cancellationToken, name) > 0)
        {
            throw new StoreException(
                JsonStoreErrors.CollectionInTheWay,
                $"Migration {step.Migration}: store '{step.Store}' has a table, view or index named '{name}' already.",
                "If it is the collection, made by hand, rename it and copy its documents after the migration; else choose another name.");
        }
    }

    private Task RunAsync(string sql, CancellationToken cancellationToken) => _connection.ExecuteAsync(sql, cancellationToken);
}
