using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using DocMigrate.Document.DryRuns;
using DocMigrate.Document.Operations;
using DocMigrate.DryRuns;
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
    /// <summary>How many steps a pass is looked for among: more are two passes.</summary>
    private const int MostMembers = 100;

    private readonly ConditionalWeakTable<PlanStep, IReadOnlyList<StepUnit>> _divided = [];

    /// <summary>How many steps a run was told to do together, by the first one's migration.</summary>
    private readonly Dictionary<MigrationId, int> _together = [];

    /// <summary>What preflight worked out for passes that are to come, by collection.</summary>
    private readonly Dictionary<string, PassSpool> _spools = new(StringComparer.Ordinal);

    /// <summary>The parts of a step that runs from its beginning, in the order of execution.</summary>
    public IReadOnlyList<StepUnit> Divide(PlanStep step) => StepUnits.Of(step, store);

    /// <summary>Says where each operation runs, and on how many documents: <see cref="IMigrationBackend.DetailAsync"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inProcess">Why an operation runs in process, given the operation: a sentence without its full stop.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PlanStep> DetailAsync(PlanStep step, Func<ReshapeOperation, string> inProcess, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(inProcess);
        store.RequireOrder([step]);
        store.RequireIndexes([step]);
        var operations = new List<PlannedOperation>();
        foreach (var unit in Units(step))
        {
            var documents = unit.Pass is null ? null : await store.CountAsync(unit.Pass.Collection, cancellationToken);
            var client = unit.Pass is { Server: null };
            operations.AddRange(step.Operations.Skip(unit.Position).Take(unit.Count).Select(operation => operation with
            {
                Execution = client ? ExecutionSite.Client : ExecutionSite.Server,
                ExecutionReason = client && operation.Effective is ReshapeOperation reshape ? OrderedCompilation.Reason(step, reshape) ?? inProcess(reshape) : null,
                EstimatedDocuments = documents,
            }));
        }

        return step with { Operations = operations.ToValueList() };
    }

    /// <summary>The same for steps that run together: <see cref="IMigrationBackend.DetailFusedAsync"/>.</summary>
    public async Task<IReadOnlyList<PlanStep>> DetailFusedAsync(IReadOnlyList<PlanStep> steps, Func<ReshapeOperation, string> inProcess, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var detailed = new List<PlanStep>();
        foreach (var step in steps)
        {
            detailed.Add(await DetailAsync(step, inProcess, cancellationToken));
        }

        // One operation that needs this process brings its whole pass there.
        foreach (var work in PassWork.Of([.. steps.Select(static step => new StepMember(step))], Divide, store).Where(static work => work.Pass is { Server: null }))
        {
            foreach (var (member, unit) in work.Shares)
            {
                detailed[member] = detailed[member] with
                {
                    Operations = detailed[member].Operations.Select((operation, i) => i < unit.Position || i >= unit.Position + unit.Count ? operation : operation with
                    {
                        Execution = ExecutionSite.Client,
                        ExecutionReason = operation.ExecutionReason ?? "in one pass with an operation that runs in process",
                    }).ToValueList(),
                };
            }
        }

        return detailed;
    }

    /// <summary>How many steps are better done together: <see cref="IMigrationBackend.CountFused"/>.</summary>
    public int CountFused(IReadOnlyList<StepMember> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var together = PassWork.Connected(PassWork.Of([.. steps.Take(MostMembers)], Divide, store));
        _together[steps[0].Step.Migration] = together;
        return together;
    }

    /// <summary>Runs pending operations over the documents without writing: <see cref="IMigrationBackend.PreflightAsync"/>.</summary>
    /// <exception cref="Errors.DataException">Documents do not fit.</exception>
    public async Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(observer);
        store.RequireOrder(steps);
        store.RequireIndexes(steps);
        var begun = (await store.Database.Journal.ReadAsync(store.Store, cancellationToken))
            .Where(static entry => (entry.Status is MigrationStatus.Running or MigrationStatus.Failed)
                && (entry.Progress.Completed + entry.Progress.InHand > 0 || entry.Undo is not null))
            .Select(static entry => entry.Migration)
            .ToHashSet();
        Forget();
        try
        {
            await new PassPreflight(store, observer, begun, FirstPasses(steps), _spools, time).RunAsync(steps, cancellationToken);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private void Forget()
    {
        foreach (var spool in _spools.Values)
        {
            spool.Dispose();
        }

        _spools.Clear();
    }

    /// <summary>The pass that will be the first to come over each collection, as the run will group the steps.</summary>
    private Dictionary<string, ReshapePass> FirstPasses(IReadOnlyList<PlanStep> steps)
    {
        var first = new Dictionary<string, ReshapePass>(StringComparer.Ordinal);
        for (var done = 0; done < steps.Count;)
        {
            StepMember[] members = [.. steps.Skip(done).Take(_together.GetValueOrDefault(steps[done].Migration, 1)).Select(static step => new StepMember(step))];
            foreach (var pass in PassWork.Of(members, Divide, store).Select(static work => work.Pass).OfType<ReshapePass>())
            {
                first.TryAdd(pass.Collection, pass);
            }

            done += members.Length;
        }

        return first;
    }

    /// <summary>Does pending operations to a sample of the documents and writes nothing: <see cref="IDryRuns.DryRunAsync"/>.</summary>
    public Task<IReadOnlyList<DryRunCollection>> DryRunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new DryRunner(store, Divide).RunAsync(request, cancellationToken);
    }

    /// <summary>Runs a step, or several together: <see cref="IMigrationBackend.ExecuteAsync"/>.</summary>
    public async Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var members = context.Members;
        var progress = members.Select(static member => member.Resume ?? new StepProgress()).ToArray();
        foreach (var (place, work) in PassWork.Of(members, Divide, store).Index())
        {
            if (place > 0 && store.UnitsStandAlone)
            {
                await context.CheckpointAsync([.. progress], cancellationToken);
            }

            var (first, unit) = (members[work.Shares[0].Member], work.Shares[0].Unit);
            var operation = first.Step.Operations[unit.Position];
            context.Observer.OnEvent(new OperationStartedEvent(first.Step.Migration, store.Store, work.Pass?.Description ?? operation.Effective!.Describe()));
            if (work.Pass is null)
            {
                Done(work, [operation.Effective is ContractCollectionOperation ? StepCounts.Zero : await store.RunAsync(first.Step, operation, cancellationToken)]);
                continue;
            }

            // What the first pass over a collection does not take, no later one can.
            using var spool = _spools.Remove(work.Pass.Collection, out var found) ? found : null;
            var known = work is { Resume: null, Bound: null } && spool?.IsFor(work.Pass) == true ? spool : null;
            var executor = new PassExecutor(
                store, work.Pass, context.Observer, (cursor, counts, stop) => context.CheckpointAsync(InHand(work, cursor, counts), stop), context.Passes, time, known);
            Done(work, (await executor.RunAsync(work.Resume, work.Bound, cancellationToken)).Parts);
        }

        return [.. progress.Select(static member => member.Counts)];

        void Done(PassWork work, IReadOnlyList<StepCounts> counts)
        {
            foreach (var (share, done) in work.Shares.Zip(counts))
            {
                progress[share.Member] = new StepProgress { Completed = share.Unit.Position + share.Unit.Count, Counts = progress[share.Member].Counts + done };
            }
        }

        StepProgress[] InHand(PassWork work, PassCursor cursor, PassCounts counts)
        {
            StepProgress[] all = [.. progress];
            foreach (var (share, done) in work.Shares.Zip(counts.Parts))
            {
                all[share.Member] = new StepProgress
                {
                    Completed = share.Unit.Position,
                    InHand = share.Unit.Count,
                    Cursor = cursor.ToString(),
                    Counts = progress[share.Member].Counts + done,
                };
            }

            return all;
        }
    }

    // A plan asks for the same steps again and again, and compiling them is what takes the time.
    private IReadOnlyList<StepUnit> Divide(StepMember member) => member is { Resume: null, Undo: null }
        ? _divided.GetValue(member.Step, step => StepUnits.Of(step, store))
        : StepUnits.Of(member.Step, store, member.Resume, member.Undo);

    /// <summary>For a plan that can't run, because an operation has no way back, every operation stands alone.</summary>
    private IEnumerable<StepUnit> Units(PlanStep step) => step.Operations.All(static operation => operation.Effective is not null)
        ? StepUnits.Of(step, store)
        : step.Operations.Select(static (_, i) => new StepUnit(i, 1, null));
}
