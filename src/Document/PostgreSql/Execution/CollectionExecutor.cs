using System.Text.Json;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Tables;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>
/// Runs the operations on collections themselves. A dropped collection is moved aside; what the opposite direction moved aside comes back. A table that a collection is attached to is
/// somebody else's: it has to be there when the collection is made, and stays when it is dropped.
/// </summary>
internal sealed class CollectionExecutor(KeptTables kept, CollectionTables collections, PlanStep step)
{
    /// <summary>How many groups of documents an error names.</summary>
    private const int Samples = 5;

    private readonly NpgsqlConnection _connection = kept.Connection;
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
                var table = await RequireAsync(rename.Collection, cancellationToken);
                await RunAsync($"ALTER TABLE {table.Sql} RENAME TO {PostgresName.Quote(rename.To)}", cancellationToken);
                await _quarantine.RenameAsync(rename.Collection, rename.To, cancellationToken);
                return StepCounts.Zero;
            case CreateDocumentIndexOperation create:
                await RequireAsync(create.Collection, cancellationToken);
                await CreateIndexAsync(create, cancellationToken);
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
        RenameCollectionOperation rename => $"ALTER TABLE {PostgresName.Quote(rename.Collection)} RENAME TO {PostgresName.Quote(rename.To)}",
        CreateDocumentIndexOperation create => $"CREATE {(create.Unique ? "UNIQUE " : "")}INDEX {PostgresName.Quote(create.Name)} ON {collections.Stated(create.Collection).Sql} "
            + $"({string.Join(", ", create.Paths.Select(path => $"({collections.Stated(create.Collection).Value(path)})"))})",
        DropDocumentIndexOperation drop when collections.Attached.Find(drop.Collection)?.Schema is { } schema => $"DROP INDEX {PostgresName.Quote(schema, drop.Name)}",
        DropDocumentIndexOperation drop => $"DROP INDEX {PostgresName.Quote(drop.Name)}",
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

        var indexes = JsonSerializer.Deserialize<string[][]>(aside.Indexes)!;
        await RunAsync($"ALTER TABLE {aside.Table} RENAME TO {PostgresName.Quote(name)}", cancellationToken);
        await _quarantine.RenameAsync(kept.Aside(aside.Set, name), name, cancellationToken);
        foreach (var pair in indexes)
        {
            await RunAsync($"ALTER INDEX {pair[0]} RENAME TO {PostgresName.Quote(pair[1])}", cancellationToken);
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
        var (schema, aside) = (table.Schema!, kept.Aside(set, name));
        var documents = await _connection.CountAsync($"SELECT count(*) FROM {table.Sql}", cancellationToken);

        // What an earlier run in the same direction moved aside was brought back or is overtaken: that direction could not run again otherwise.
        await RunAsync($"DROP TABLE IF EXISTS {PostgresName.Quote(schema, aside)}", cancellationToken);
        await RunAsync($"ALTER TABLE {table.Sql} RENAME TO {PostgresName.Quote(aside)}", cancellationToken);

        // Names of indexes are the schema's, not the table's: kept, they would be in the way of a new collection's.
        var indexes = await _connection.ListAsync(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass($1) ORDER BY c.relname COLLATE \"C\"",
            static row => row.GetString(0), cancellationToken, PostgresName.Quote(schema, aside));
        var renamed = new List<string[]>();
        foreach (var known in indexes)
        {
            var to = kept.Aside(set, $"{renamed.Count}_{known}");
            await RunAsync($"ALTER INDEX {PostgresName.Quote(schema, known)} RENAME TO {PostgresName.Quote(to)}", cancellationToken);
            renamed.Add([PostgresName.Quote(schema, to), known]);
        }

        // The entries go with their documents: another collection of the name has no part in them.
        await _quarantine.RenameAsync(name, aside, cancellationToken);
        await _shadow.NoteAsideAsync(new MovedAside(set, PostgresName.Quote(schema, aside), JsonSerializer.Serialize(renamed)), cancellationToken);
        return new StepCounts(Scanned: documents, Shadowed: documents);
    }

    private async Task CreateIndexAsync(CreateDocumentIndexOperation operation, CancellationToken cancellationToken)
    {
        await RunAsync("SAVEPOINT docmigrate_index", cancellationToken);
        try
        {
            await RunAsync(Statement(operation, collections)!, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await RunAsync("ROLLBACK TO SAVEPOINT docmigrate_index", CancellationToken.None);
            throw await NotUniqueAsync(operation, error, cancellationToken);
        }

        await RunAsync("RELEASE SAVEPOINT docmigrate_index", cancellationToken);
    }

    private async Task<DataException> NotUniqueAsync(CreateDocumentIndexOperation operation, PostgresException error, CancellationToken cancellationToken)
    {
        var table = await RequireAsync(operation.Collection, cancellationToken);
        var values = operation.Paths.Select(table.Value).ToList();

        // A unique index takes NULLs, and so missing values, for different.
        var groups = await _connection.ListAsync(
            $"SELECT string_agg({table.Id}, ', ' ORDER BY {table.Key}) FROM {table.Sql} AS t WHERE {string.Join(" AND ", values.Select(static value => $"{value} IS NOT NULL"))} "
            + $"GROUP BY {string.Join(", ", values)} HAVING count(*) > 1 ORDER BY min({table.Id}) LIMIT {Samples}",
            static row => row.GetString(0), cancellationToken);
        return new DataException(
            PostgresJsonErrors.NotUnique,
            $"{operation.Describe()}: documents have equal values. Groups of {(table.Own ? "_id" : "keys")}: {string.Join("; ", groups)}.",
            "Correct or remove all but one document of each group, and run the command again.",
            error);
    }

    private async Task<CollectionTable> RequireAsync(string name, CancellationToken cancellationToken) =>
        await collections.OpenAsync(_connection, name, cancellationToken) ?? throw new StoreException(
            PostgresJsonErrors.CollectionMissing,
            $"Migration {step.Migration}: the collection '{name}' of store '{step.Store}' does not exist.",
            "Create it in a migration before this one, or check that the store's connection names the right database and search path.");

    private async Task RequireFreeAsync(string name, CancellationToken cancellationToken)
    {
        if (await _connection.ScalarAsync("SELECT to_regclass($1)::text", cancellationToken, PostgresName.Quote(name)) is not null)
        {
            throw new StoreException(
                PostgresJsonErrors.CollectionInTheWay,
                $"Migration {step.Migration}: store '{step.Store}' has a table, view, index or sequence named '{name}' already.",
                "If it is the collection, made by hand, rename it and copy its documents after the migration; else choose another name.");
        }
    }

    private Task RunAsync(string sql, CancellationToken cancellationToken) => _connection.ExecuteAsync(sql, cancellationToken);
}
