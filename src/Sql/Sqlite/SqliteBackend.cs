using DocMigrate.Backends;
using DocMigrate.History;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Checks;
using DocMigrate.Sql.Sqlite.Compilation;
using DocMigrate.Sql.Sqlite.Execution;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite;

/// <summary>Runs operations on tables in a SQLite file. A step is one transaction.</summary>
internal sealed class SqliteBackend(string store, SqliteDatabase database) : IMigrationBackend, IKeepsAside
{
    public string Store => store;

    public IStoreKind Kind => SqlStoreKind.Instance;

    public IStoreDatabase Database => database;

    public Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => StepDetail.FillInAsync(step, connection, cancellationToken), cancellationToken);

    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        var halfDone = from entry in await database.Journal.ReadAsync(store, cancellationToken)
                       where entry.Status is MigrationStatus.Running or MigrationStatus.Failed
                       select entry.Migration;
        await database.ReadAsync(
            async connection =>
            {
                await new Preflight(connection, database.Path, store, observer).RunAsync(steps, halfDone.ToHashSet(), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ScriptCompiler.CompileAsync(step, connection, database.Naming, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var connection = database.Connection;
        var member = context.Members.Single();
        var operations = OperationsOf(member);
        var session = new SqlSession(connection, database.Naming);
        var executor = new StepExecutor(session, member.Step, context.Observer);
        var counts = member.Resume?.Counts ?? StepCounts.Zero;

        // A long statement ends when the run is cancelled; the transaction is rolled back then.
        await using var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
        try
        {
            var foreignKeys = await ForeignKeyGuard.BeginAsync(connection, operations, cancellationToken);
            var schema = operations.TrueForAll(static operation => operation.Effective is CreateTableOperation or CreateIndexOperation)
                ? null
                : await SchemaGuard.BeginAsync(connection, cancellationToken);
            foreach (var operation in operations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                context.Observer.OnEvent(new OperationStartedEvent(
                    member.Step.Migration, store, (operation.Effective ?? operation.Authored).Describe()));
                counts += await executor.RunAsync(operation, cancellationToken);
            }

            if (schema is not null)
            {
                await schema.CheckAsync(cancellationToken);
            }

            await foreignKeys.CheckAsync(cancellationToken);
            return [counts];
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was stopped.", error, cancellationToken);
        }
        catch (SqliteException error)
        {
            throw LiveFault.Of(error, $"Migration {member.Step.Migration}", database.Path);
        }
    }

    public Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection is null ? Task.FromResult(0L) : AsideStore.CountAsync(connection, database.Naming, store, migration, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<KeptAside>> ListKeptAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<KeptAside>>(
        async connection => connection is null ? [] : await AsideStore.ListAsync(connection, database.Naming, store, cancellationToken), cancellationToken);

    public Task<long> PurgeKeptAsync(MigrationId migration, CancellationToken cancellationToken) =>
        AsideStore.PurgeAsync(database.Connection, database.Naming, store, migration, cancellationToken);

    /// <summary>What is left to do: not what an earlier run did, and to undo no more than what was done.</summary>
    private static List<PlannedOperation> OperationsOf(StepMember member)
    {
        IEnumerable<PlannedOperation> operations = member.Step.Operations;
        if (member.Undo is { } undo)
        {
            operations = operations.Skip(member.Step.Operations.Count - undo.Completed);
        }

        return [.. operations.Skip(member.Resume?.Completed ?? 0)];
    }
}
