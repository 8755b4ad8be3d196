using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Execution;
using DocMigrate.Sql.State;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Checks;

/// <summary>
/// Looks for what would fail, before anything is changed. It judges only the way forward, and only what no earlier operation of the plan can have
/// changed: the rest shows when the step runs, and is rolled back then.
/// </summary>
/// <param name="connection">A connection to look with; null when the database is not there.</param>
/// <param name="path">The database's file.</param>
/// <param name="store">The store's name.</param>
/// <param name="observer">Is told what is checked.</param>
internal sealed class Preflight(SqliteConnection? connection, string path, string store, IRunObserver observer)
{
    private readonly HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything may have changed, so that nothing can be judged from here on.</summary>
    private bool _anything;

    /// <param name="steps">The store's steps of the whole plan, in order.</param>
    /// <param name="halfDone">The migrations that an earlier run began and did not end: what is there of them can't be told from the plan.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<PlanStep> steps, IReadOnlySet<MigrationId> halfDone, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            _anything |= step.Direction == Direction.Backward || halfDone.Contains(step.Migration);
            foreach (var operation in step.Operations)
            {
                if (operation.Effective is RunSqlOperation run)
                {
                    ScriptExecutor.Check(run.Up);
                    _anything = true;
                }
                else if (operation.Effective is not null && !_anything)
                {
                    await CheckAsync(operation, operation.Effective, cancellationToken);
                }
            }
        }
    }

    private async Task CheckAsync(PlannedOperation planned, MigrationOperation operation, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case CreateTableOperation create:
                if (_changed.Add(create.Table.Name) && await FindAsync(create.Table.Name, cancellationToken) is not null)
                {
                    throw LiveFault.AlreadyThere("table", create.Table.Name, path);
                }

                break;
            case DeclareTableOperation declare:
                await CheckDeclaredAsync(declare.Table, cancellationToken);
                break;
            case CreateIndexOperation create:
                await CheckIndexAsync(create, cancellationToken);
                break;
            case AddColumnOperation add:
                await CheckColumnAsync(planned, add, cancellationToken);
                _changed.Add(add.Table);
                break;
            case DropTableOperation drop:
                await CheckTableAsync(drop.Table, cancellationToken);
                _changed.Add(drop.Table);
                break;
            case DropColumnOperation drop:
                await CheckTableAsync(drop.Table, cancellationToken);
                _changed.Add(drop.Table);
                break;
            case RenameColumnOperation rename:
                await CheckTableAsync(rename.Table, cancellationToken);
                _changed.Add(rename.Table);
                break;
            case RenameTableOperation rename:
                await CheckTableAsync(rename.Table, cancellationToken);
                _changed.UnionWith([rename.Table, rename.NewName]);
                break;
            default:
                break;
        }
    }

    private async Task CheckDeclaredAsync(TableState declared, CancellationToken cancellationToken)
    {
        if (await CheckTableAsync(declared.Name, cancellationToken) is { } table
            && declared.Columns.FirstOrDefault(column => table.FindColumn(column.Name) is null) is { } lacking)
        {
            throw LiveFault.ColumnMissing(declared.Name, lacking.Name, path);
        }
    }

    private async Task CheckColumnAsync(PlannedOperation planned, AddColumnOperation add, CancellationToken cancellationToken)
    {
        var table = await CheckTableAsync(add.Table, cancellationToken);
        if (table is null)
        {
            return;
        }

        if (table.FindColumn(add.Column.Name) is not null)
        {
            throw LiveFault.AlreadyThere("column", $"{add.Table}.{add.Column.Name}", path);
        }

        // The way back of a dropped column has the values that were kept.
        if (planned.Authored is AddColumnOperation && !add.Column.Nullable && add.Column.Default is null && add.Fill is null)
        {
            var rows = await connection!.CountAsync($"SELECT count(*) FROM {SqliteName.Quote(table.Name)}", cancellationToken);
            if (rows > 0)
            {
                throw new DataException(
                    SqliteErrors.ValueMissing,
                    $"Column '{add.Column.Name}' can't be null and has no default, and table '{add.Table}' has {rows} rows that would lack a value.",
                    "Say what the rows that are there get: c => c.….NotNull().Fill(…); or give the column a default, or make it nullable.");
            }
        }
    }

    private async Task CheckIndexAsync(CreateIndexOperation create, CancellationToken cancellationToken)
    {
        var table = await CheckTableAsync(create.Table, cancellationToken);
        if (table is null || !create.Index.Unique || create.Index.Columns.Any(column => table.FindColumn(column) is null))
        {
            return;
        }

        observer.OnEvent(new PreflightEvent(store, create.Table));
        var columns = create.Index.Columns.Select(SqliteName.Quote).ToList();
        var sql = $"""
            SELECT {string.Join(" || ', ' || ", columns.Select(static column => $"quote({column})"))}, count(*) FROM {SqliteName.Quote(table.Name)}
            WHERE {string.Join(" AND ", columns.Select(static column => column + " IS NOT NULL"))}
            GROUP BY {string.Join(", ", columns)} HAVING count(*) > 1
            """;
        var duplicates = await connection!.ListAsync(sql + " LIMIT 5", static row => $"({row.GetString(0)}) in {row.GetInt64(1)} rows", cancellationToken);
        if (duplicates.Count > 0)
        {
            var groups = await connection!.CountAsync($"SELECT count(*) FROM ({sql})", cancellationToken);
            throw new DataException(
                SqliteErrors.Duplicates,
                $"The unique index '{create.Index.Name}' can't be made: table '{create.Table}' has {groups} sets of values of ({string.Join(", ", create.Index.Columns)}) more than once: {string.Join("; ", duplicates)}{(groups > duplicates.Count ? "; …" : "")}.",
                "Make the rows different first, with RunSql for instance.");
        }
    }

    /// <summary>The table as it is; null when earlier operations change it.</summary>
    private async Task<LiveTable?> CheckTableAsync(string name, CancellationToken cancellationToken) =>
        _changed.Contains(name) ? null : await FindAsync(name, cancellationToken) ?? throw LiveFault.TableMissing(name, path);

    private async Task<LiveTable?> FindAsync(string name, CancellationToken cancellationToken) =>
        connection is null ? null : await LiveTable.FindAsync(connection, name, cancellationToken);
}
