using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Execution;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Compilation;

/// <summary>Fills in how many rows each operation rewrites or takes away.</summary>
internal static class StepDetail
{
    public static async Task<PlanStep> FillInAsync(PlanStep step, SqliteConnection? connection, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            return step;
        }

        List<PlannedOperation> operations = [];
        foreach (var operation in step.Operations)
        {
            var rows = TableOf(operation.Effective) is { } table ? await CountAsync(connection, table, cancellationToken) : null;
            operations.Add(operation with { EstimatedDocuments = rows, Execution = ExecutionSite.Server });
        }

        return step with { Operations = operations.ToValueList() };
    }

    private static string? TableOf(MigrationOperation? operation) => operation switch
    {
        DropTableOperation drop => drop.Table,
        DropColumnOperation drop => drop.Table,
        AddColumnOperation add when !ColumnExecutor.IsNative(add) => add.Table,
        CreateIndexOperation create => create.Table,
        _ => null,
    };

    private static async Task<long?> CountAsync(SqliteConnection connection, string table, CancellationToken cancellationToken) =>
        await connection.CountAsync("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE", cancellationToken, table) == 0
            ? null
            : await connection.CountAsync($"SELECT count(*) FROM {SqliteName.Quote(table)}", cancellationToken);
}
