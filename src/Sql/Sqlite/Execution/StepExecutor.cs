using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Runs the operations of a step, one after the other.</summary>
internal sealed class StepExecutor
{
    private readonly SqlSession _session;
    private readonly TableExecutor _tables;
    private readonly ColumnExecutor _columns;
    private readonly IndexExecutor _indexes;
    private readonly ScriptExecutor _scripts;

    public StepExecutor(SqlSession session, PlanStep step, IRunObserver observer)
    {
        var aside = new AsideStore(session, step);
        _session = session;
        _tables = new TableExecutor(session, aside, observer);
        _columns = new ColumnExecutor(session, aside);
        _indexes = new IndexExecutor(session, aside);
        _scripts = new ScriptExecutor(session);
    }

    /// <summary>Runs one operation.</summary>
    /// <exception cref="MigrationException">The database is not what the history says, or rows do not fit.</exception>
    public async Task<StepCounts> RunAsync(PlannedOperation planned, CancellationToken cancellationToken)
    {
        var operation = planned.Effective ?? throw new HistoryException(
            SqliteErrors.Irreversible,
            $"'{planned.Authored.Describe()}' has no way back.",
            "Give RunSql a second argument that undoes it, or migrate no further back than this migration.");
        try
        {
            return await DispatchAsync(planned, operation, cancellationToken);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was stopped.", error, cancellationToken);
        }
        catch (SqliteException error)
        {
            throw LiveFault.Of(error, operation.Describe(), _session.Connection.DataSource);
        }
    }

    private async Task<StepCounts> DispatchAsync(PlannedOperation planned, MigrationOperation operation, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case CreateTableOperation create:
                return await _tables.CreateAsync(planned, create.Table, cancellationToken);
            case DropTableOperation drop:
                return await _tables.DropAsync(planned, drop.Table, cancellationToken);
            case RenameTableOperation rename:
                await _tables.RenameAsync(rename, cancellationToken);
                return StepCounts.Zero;
            case DeclareTableOperation declare:
                await _tables.DeclareAsync(declare.Table, cancellationToken);
                return StepCounts.Zero;
            case ForgetTableOperation:
                return StepCounts.Zero;
            case AddColumnOperation add:
                return await _columns.AddAsync(planned, add, cancellationToken);
            case DropColumnOperation drop:
                return await _columns.DropAsync(planned, drop, cancellationToken);
            case RenameColumnOperation rename:
                await _columns.RenameAsync(rename, cancellationToken);
                return StepCounts.Zero;
            case CreateIndexOperation create:
                await _indexes.CreateAsync(planned, create, cancellationToken);
                return StepCounts.Zero;
            case DropIndexOperation drop:
                await _indexes.DropAsync(planned, drop, cancellationToken);
                return StepCounts.Zero;
            case RunSqlOperation run:
                await _scripts.RunAsync(run.Up, cancellationToken);
                return StepCounts.Zero;
            default:
                throw new ArgumentException($"{operation.GetType().Name} is no operation on tables.", nameof(operation));
        }
    }
}
