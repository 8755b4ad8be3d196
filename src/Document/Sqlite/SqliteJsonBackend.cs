using DocMigrate.Backends;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite;

/// <summary>Executes document operations on collections in a SQLite file.</summary>
internal sealed class SqliteJsonBackend(string store, IStoreKind kind, SqliteDatabase database, TimeProvider time, int? chunkSize = null) : IMigrationBackend
{
    private const string InProcess = "not expressible in SQLite's JSON functions, or C# code: documents are read, changed and written back in the chunk's transaction";

    public string Store { get; } = store;

    public IStoreKind Kind { get; } = kind;

    public IStoreDatabase Database => database;

    public async Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        var operations = new List<PlannedOperation>();
        foreach (var unit in Units(step))
        {
            var documents = unit.Pass is not null && connection is not null ? await CountAsync(connection, unit.Pass.Collection, cancellationToken) : null;
            var client = unit.Pass is { Server: null };
            operations.AddRange(step.Operations.Skip(unit.Position).Take(unit.Count).Select(operation => operation with
            {
                Execution = client ? ExecutionSite.Client : ExecutionSite.Server,
                ExecutionReason = client ? InProcess : null,
                EstimatedDocuments = documents,
            }));
        }

        return step with { Operations = operations.ToValueList() };
    }

    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (await database.OpenForReadingAsync(cancellationToken) is { } connection)
        {
            var begun = (await database.Journal.ReadAsync(Store, cancellationToken))
                .Where(static entry => (entry.Status is MigrationStatus.Running or MigrationStatus.Failed)
                    && (entry.Progress.Completed + entry.Progress.InHand > 0 || entry.Undo is not null))
                .Select(static entry => entry.Migration)
                .ToHashSet();
            await Guarded(() => new Preflight(new KeptTables(connection, database.Naming), Store, observer, begun, time).RunAsync(steps, cancellationToken));
        }
    }

    public async Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var connection = await database.OpenForReadingAsync(cancellationToken);
        var commands = new List<CompiledCommand>();
        foreach (var unit in StepUnits.Of(step))
        {
            if (unit.Pass is null)
            {
                var operation = step.Operations[unit.Position];
                var description = (operation.Effective ?? operation.Authored).Describe();
                var text = operation.Effective is DropCollectionOperation
                    ? null
                    : CollectionExecutor.Statement((DocumentOperation)(operation.Effective ?? operation.Authored));
                commands.Add(new CompiledCommand(description, text is null ? null : text + ";"));
                continue;
            }

            var table = (connection is null ? null : await CollectionTable.FindAsync(connection, unit.Pass.Collection, cancellationToken))
                ?? new CollectionTable(unit.Pass.Collection, Binary: true);
            commands.Add(new CompiledCommand(
                unit.Pass.Description, unit.Pass.Server is null ? null : new PassSql(database.Naming.Of("shadow"), table, unit.Pass.Server, null, []).Script));
        }

        return commands;
    }

    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var member = context.Members.Single();
        var counts = member.Resume?.Counts ?? StepCounts.Zero;
        foreach (var unit in StepUnits.Of(member.Step, member.Resume, member.Undo))
        {
            var work = UnitWork.Of(unit, member);
            if (work.Skip)
            {
                continue;
            }

            context.Observer.OnEvent(new OperationStartedEvent(
                member.Step.Migration, Store, unit.Pass?.Description ?? member.Step.Operations[unit.Position].Effective!.Describe()));
            if (unit.Pass is not null)
            {
                await Guarded(async () => counts = await new PassExecutor(database, context, unit.Pass, time, chunkSize).RunAsync(work.Resume, work.Bound, counts, cancellationToken));
            }
            else
            {
                await Guarded(async () =>
                    counts += await new CollectionExecutor(database.Connection, database.Naming, member.Step).RunAsync(member.Step.Operations[unit.Position], cancellationToken));
            }
        }

        return [counts];
    }

    public async Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken) =>
        await database.OpenForReadingAsync(cancellationToken) is { } connection && await new KeptTables(connection, database.Naming).ExistAsync(cancellationToken)
            ? await new ShadowStore(new KeptTables(connection, database.Naming), Store).CountAsync(migration, cancellationToken)
            : 0;

    /// <summary>For a plan that can't run, because an operation has no way back, every operation stands alone.</summary>
    private static IEnumerable<StepUnit> Units(PlanStep step) => step.Operations.All(static operation => operation.Effective is not null)
        ? StepUnits.Of(step)
        : step.Operations.Select(static (_, i) => new StepUnit(i, 1, null));

    private static async Task<long?> CountAsync(SqliteConnection connection, string collection, CancellationToken cancellationToken) =>
        await CollectionTable.FindAsync(connection, collection, cancellationToken) is { } table
            ? await connection.CountAsync($"SELECT count(*) FROM {table.Sql}", cancellationToken)
            : null;

    private async Task Guarded(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (SqliteException error)
        {
            throw SqliteFault.Of(error, database.Path);
        }
    }
}
