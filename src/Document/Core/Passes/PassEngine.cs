using DocMigrate.Backends;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>
/// What the backends of document stores have in common: a step is divided into passes and single operations, documents are checked before and reshaped chunk by chunk. A
/// backend hands <see cref="IMigrationBackend"/>'s calls on to it, with errors of its driver translated around them.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class PassEngine(IPassStore store, TimeProvider time)
{
    /// <summary>The parts of a step that runs from its beginning, in the order of execution.</summary>
    public IReadOnlyList<StepUnit> Divide(PlanStep step) => StepUnits.Of(step, store);

    /// <summary>Says where each operation runs, and on how many documents: <see cref="IMigrationBackend.DetailAsync"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inProcess">Why an operation runs in process: a sentence without its full stop.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PlanStep> DetailAsync(PlanStep step, string inProcess, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        var operations = new List<PlannedOperation>();
        foreach (var unit in Units(step))
        {
            var documents = unit.Pass is null ? null : await store.CountAsync(unit.Pass.Collection, cancellationToken);
            var client = unit.Pass is { Server: null };
            operations.AddRange(step.Operations.Skip(unit.Position).Take(unit.Count).Select(operation => operation with
            {
                Execution = client ? ExecutionSite.Client : ExecutionSite.Server,
                ExecutionReason = client ? inProcess : null,
                EstimatedDocuments = documents,
            }));
        }

        return step with { Operations = operations.ToValueList() };
    }

    /// <summary>Runs pending operations over the documents without writing: <see cref="IMigrationBackend.PreflightAsync"/>.</summary>
    /// <exception cref="Errors.DataException">Documents do not fit.</exception>
    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(observer);
        var begun = (await store.Database.Journal.ReadAsync(store.Store, cancellationToken))
            .Where(static entry => (entry.Status is MigrationStatus.Running or MigrationStatus.Failed)
                && (entry.Progress.Completed + entry.Progress.InHand > 0 || entry.Undo is not null))
            .Select(static entry => entry.Migration)
            .ToHashSet();
        await new PassPreflight(store, observer, begun, time).RunAsync(steps, cancellationToken);
    }

    /// <summary>Runs a step: <see cref="IMigrationBackend.ExecuteAsync"/>.</summary>
    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var member = context.Members.Single();
        var step = member.Step;
        var counts = member.Resume?.Counts ?? StepCounts.Zero;
        foreach (var unit in StepUnits.Of(step, store, member.Resume, member.Undo))
        {
            var work = UnitWork.Of(unit, member);
            if (work.Skip)
            {
                continue;
            }

            var operation = step.Operations[unit.Position];
            context.Observer.OnEvent(new OperationStartedEvent(step.Migration, store.Store, unit.Pass?.Description ?? operation.Effective!.Describe()));
            if (unit.Pass is null)
            {
                counts += await store.RunAsync(step, operation, cancellationToken);
                continue;
            }

            Task CheckpointAsync(PassCursor cursor, StepCounts done, CancellationToken stop) => context.CheckpointAsync(
                [new StepProgress { Completed = unit.Position, InHand = unit.Count, Cursor = cursor.ToString(), Counts = counts + done }], stop);
            counts += await new PassExecutor(store, unit.Pass, context.Observer, CheckpointAsync, context.Passes, time).RunAsync(work.Resume, work.Bound, cancellationToken);
        }

        return [counts];
    }

    /// <summary>For a plan that can't run, because an operation has no way back, every operation stands alone.</summary>
    private IEnumerable<StepUnit> Units(PlanStep step) => step.Operations.All(static operation => operation.Effective is not null)
        ? StepUnits.Of(step, store)
        : step.Operations.Select(static (_, i) => new StepUnit(i, 1, null));
}
