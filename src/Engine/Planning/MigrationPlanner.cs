using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Planning;
using DocMigrate.State;

namespace DocMigrate.Engine.Planning;

/// <summary>Graph, history and target in, plan out. Looks at no database. Not thread-safe.</summary>
/// <param name="catalog">The migrations of the code.</param>
/// <param name="serializer">Reads the operations that the ledger recorded.</param>
/// <param name="stores">The stores of the configuration.</param>
internal sealed class MigrationPlanner(MigrationCatalog catalog, OperationSerializer serializer, IReadOnlyCollection<string> stores)
{
    private readonly AppliedDefinitions _definitions = new(catalog, serializer);
    private (HistorySnapshot History, MigrationTarget Target, bool Sync, bool KeepOrder, MigrationPlan Plan)? _last;
    private readonly Lazy<MigrationGraph> _graph = new(() => new SquashView(catalog.Definitions, HistorySnapshot.Empty).Graph);

    /// <summary>The graph of the code's migrations, whatever is applied: squashes stand for what they replace.</summary>
    /// <exception cref="CatalogException">The migrations contradict each other.</exception>
    public MigrationGraph Graph => _graph.Value;

    /// <summary>Whether the code has a migration that replaces others.</summary>
    public bool HasSquashes => catalog.Definitions.Any(static definition => definition.Replaces.Count > 0);

    /// <summary>The content hash of the code's migration.</summary>
    public string HashOf(MigrationDefinition definition) => _definitions.HashOf(definition);

    /// <summary>The migrations as a history sees them.</summary>
    /// <exception cref="CatalogException">The migrations contradict each other.</exception>
    /// <exception cref="HistoryException">A squash is half applied, and what it replaces is gone.</exception>
    public SquashView View(HistorySnapshot history) => new(catalog.Definitions, history);

    /// <summary>The steps that lead from the history to the target. Irreversible ones are in it: see <see cref="PlanValidator"/>.</summary>
    /// <param name="history">What is applied.</param>
    /// <param name="target">Where to.</param>
    /// <param name="sync">Whether what the code does not have is undone first.</param>
    /// <param name="keepOrder">Whether keys of documents keep their places.</param>
    /// <exception cref="CatalogException">The migrations contradict each other, or name a store that the configuration lacks.</exception>
    /// <exception cref="HistoryException">The target is unknown, or the history does not allow it.</exception>
    /// <exception cref="StateException">An operation does not fit the operations before it.</exception>
    public MigrationPlan Plan(HistorySnapshot history, MigrationTarget target, bool sync = false, bool keepOrder = false)
    {
        // A run plans again when it has the lock, and nearly always finds what it found before.
        if (_last is { } last && last.Target == target && last.Sync == sync && last.KeepOrder == keepOrder && last.History.HasSameEntries(history))
        {
            return last.Plan;
        }

        var plan = Make(history, target, sync);
        plan = keepOrder ? plan.KeepingOrder() : plan;
        _last = (history, target, sync, keepOrder, plan);
        return plan;
    }

    private MigrationPlan Make(HistorySnapshot history, MigrationTarget target, bool sync)
    {
        var view = View(history);
        var resolved = new TargetResolver(view).Resolve(target);
        var all = RecordedGraph.Of(view, history);
        var back = resolved.BackIn is not null && resolved.Migrations.All(view.IsApplied);
        var undo = back || IsBegunBeyond(resolved, view, history) ? Undone(history, resolved, view, all, sync) : [];
        if (!sync)
        {
            return Plan(history, view, all, undo, Pending(view, resolved, back));
        }

        // What depends on an unknown migration is done again, unless the target wants it undone.
        var lost = UnknownMigrations.Undone(view, history, all, stores);
        var pending = Pending(view, resolved, back).ToHashSet();
        return Plan(
            history,
            view,
            all,
            [.. all.Backwards(lost.Concat(undo)).Where(history.IsTouched)],
            [.. view.Graph.Order.Where(id => pending.Contains(id) || (lost.Contains(id) && !undo.Contains(id)))]);
    }

    private static MigrationId[] Pending(SquashView view, ResolvedTarget target, bool back) =>
        back ? [] : [.. view.Graph.Forwards(target.Migrations).Where(id => !view.IsApplied(id))];

    private MigrationPlan Plan(HistorySnapshot history, SquashView view, MigrationGraph all, MigrationId[] undo, MigrationId[] apply)
    {
        var undone = undo.ToHashSet();
        if (FindInconsistency(view, undone) is { } inconsistency)
        {
            throw inconsistency;
        }

        new ChainOrder(_definitions, history, view, undone).Check(apply);
        if (undo.Length == 0 && apply.Length == 0)
        {
            // The state is what plans are made of: with nothing to plan it is not worth a thousand replays.
            return new MigrationPlan { Migrations = [], Warnings = Warnings(history, view, undone) };
        }

        var kept = Replayed(history, all.Order.Where(id => !undone.Contains(id)));

        // What is undone may have been begun in one pass with what it builds on, and that is half-done too then.
        var under = undo.Length == 0 ? [] : all.Ancestors(undo).Where(id => !undone.Contains(id) && IsHalfDone(history, id)).ToHashSet();
        var backwards = new StepPlanner(under.Count == 0 ? kept : Replayed(history, all.Order.Where(id => !undone.Contains(id)), under));
        var forwards = new StepPlanner(kept);
        DirectedPlan[] back = [.. undo.Reverse().Select(id => Backward(backwards, history, history.Entries[id])).Reverse()];
        DirectedPlan[] forth = [.. apply.Select(id => Forward(forwards, undone.Contains(id) ? HistorySnapshot.Empty : history, _definitions.Find(id, history)))];
        var plan = new MigrationPlan
        {
            Migrations = DirectedPlan.InOrder(back, forth, step => !undone.Contains(step.Migration) && IsTurnedTwice(step, history), all.Position).ToValueList(),
            Warnings = Warnings(history, view, undone),
        };
        var cautions = plan.Steps.SelectMany(static step => step.Operations).Select(static operation => operation.Effective?.Warning).OfType<string>().Distinct();
        return plan with { Warnings = plan.Warnings.AddRange(cautions.ToValueList()), RecordedScripts = RecordedOperations.Scripts(plan, history) };
    }

    /// <summary>Builds the state of what is applied.</summary>
    /// <exception cref="StateException">It does not add up: something that it builds on is not there.</exception>
    public void RequireState(HistorySnapshot history)
    {
        Replayed(history, RecordedGraph.Of(View(history), history).Order);
    }

    /// <summary>The operations on a store, as the code has them and as they were applied.</summary>
    public StoreOperations OperationsOn(string store, HistorySnapshot history) => new(
        Graph.Order.SelectMany(id => catalog.Find(id)!.OperationsOn(store)).ToValueList(),
        RecordedGraph.Of(View(history), history).Order
            .Select(history.Find)
            .OfType<LedgerEntry>()
            .Where(entry => entry.Part(store)?.Status == MigrationStatus.Applied)
            .SelectMany(entry => _definitions.AsRecorded(entry).OperationsOn(store))
            .ToValueList());

    /// <summary>One migration on the state that the code's migrations before it make, whatever is applied.</summary>
    /// <exception cref="HistoryException">The migration is unknown.</exception>
    public PlannedMigration PlanOne(MigrationId id, Direction direction)
    {
        var planner = new StepPlanner(ProjectState.Empty);
        foreach (var ancestor in Graph.Forwards([id]).Where(ancestor => ancestor != id).Select(ancestor => catalog.Find(ancestor)!))
        {
            foreach (var store in ancestor.Stores)
            {
                planner.Replay(ancestor, store);
            }
        }

        var definition = catalog.Find(id)!;
        RequireStores(definition);
        var steps = definition.Stores.Select(store => planner.Forward(definition, store)).ToValueList();
        return Planned(
            definition, _definitions.HashOf(definition), direction, direction == Direction.Forward ? steps : steps.Reverse().Select(StepPlanner.Backward));
    }

    /// <summary>What a document has missed that was left out of a migration's step: that step, and all that were run after it on the store; empty while that is half-done.</summary>
    public IReadOnlyList<PlanStep> Remaining(MigrationId migration, Direction direction, string store, HistorySnapshot history) =>
        new RemainingSteps(_definitions).Of(migration, direction, store, View(history), history);

    /// <summary>The steps that are applied on a store, in the order in which migrations apply; those as they were recorded.</summary>
    /// <exception cref="HistoryException">The recorded operations can't be read by this version.</exception>
    public IReadOnlyList<PlanStep> Applied(string store, HistorySnapshot history) => new RemainingSteps(_definitions).Applied(store, View(history), history);

    /// <summary>What was changed in an applied migration since: empty when only the order of its stores was.</summary>
    /// <exception cref="HistoryException">The recorded operations can't be read by this version.</exception>
    public ValueList<OperationChange> ChangesOf(LedgerEntry entry) => new EditComparison(serializer).Compare(entry, catalog.Find(entry.Migration)!);

    /// <summary>Whether the code has the migration, but not as it was recorded.</summary>
    public bool IsEdited(LedgerEntry entry) => _definitions.IsEdited(entry);

    /// <summary>The error of a migration that is applied while one that it depends on is not; null when there is none.</summary>
    /// <param name="view">What is applied.</param>
    /// <param name="except">Migrations that are about to be undone; null for none.</param>
    public static HistoryException? FindInconsistency(SquashView view, IReadOnlySet<MigrationId>? except = null)
    {
        foreach (var id in view.Graph.Order.Where(id => view.IsApplied(id) && except?.Contains(id) != true))
        {
            foreach (var parent in view.Graph.Parents(id).Where(parent => !view.IsApplied(parent) && !view.IsToBeAppliedAgain(parent)))
            {
                return new HistoryException(
                    HistoryErrors.InconsistentOrder, $"'{id}' is applied, and '{parent}', which it depends on, is not.",
                    $"Correct the dependencies of '{id}': a migration that is applied must not depend on a new one.");
            }
        }

        return null;
    }

    private static MigrationId[] Undone(HistorySnapshot history, ResolvedTarget target, SquashView view, MigrationGraph all, bool sync)
    {
        var later = target.Migrations.Count == 0 ? view.Graph.Order : view.Graph.Descendants(target.Migrations).Except(target.Migrations);
        MigrationId[] start = [.. later.Where(id => id.Module == target.BackIn && view.IsTouched(id))];
        MigrationId[] instead = [.. start.SelectMany(view.InsteadOf).Distinct()];
        foreach (var squash in instead)
        {
            RequireWhole(squash, start, view);
        }

        var undone = all.Backwards(start.Concat(instead).Where(all.Contains)).Where(history.IsTouched).ToArray();
        foreach (var id in undone.Where(id => !sync && !view.Graph.Contains(id) && !instead.Contains(id)))
        {
            throw new HistoryException(
                HistoryErrors.NeededByUnknown, $"'{id}' is applied and must be undone first, and the code does not have it.",
                $"Run the same command with --sync, which undoes '{id}' from the history; or bring its file back, from the branch that it was applied from.");
        }

        return undone;
    }

    // What was applied as one is undone as one.
    private static void RequireWhole(MigrationId squash, MigrationId[] undone, SquashView view)
    {
        foreach (var kept in view.Replaced(squash).Where(id => view.AppliedWithin(id) == squash && view.Graph.Contains(id) && !undone.Contains(id)))
        {
            throw new HistoryException(
                SquashErrors.Replaced, $"'{kept}' was applied as a part of '{squash}', which can only be undone as a whole.",
                $"Migrate to what was before '{view.Replaced(squash)[0]}', and then forwards again to where you want to be.", ExitCode.Usage);
        }
    }

    // The state that the applied parts of migrations make, and of some also those that are half-done.
    private ProjectState Replayed(HistorySnapshot history, IEnumerable<MigrationId> order, IReadOnlySet<MigrationId>? halfDone = null)
    {
        var planner = new StepPlanner(ProjectState.Empty);
        foreach (var entry in order.Select(history.Find).OfType<LedgerEntry>())
        {
            LedgerPart[] parts =
            [
                .. entry.Parts.Where(part => part.Status == MigrationStatus.Applied
                    || (halfDone?.Contains(entry.Migration) == true && history.HalfDone(entry.Migration, part.Store) is not null)),
            ];
            var definition = parts.Length == 0 ? null : _definitions.AsRecorded(entry);
            foreach (var part in parts)
            {
                planner.Replay(definition!, part.Store);
            }
        }

        return planner.State;
    }

    // One pass with what the target names: both are half-done then, and the target is gone on to from there.
    private static bool IsBegunBeyond(ResolvedTarget target, SquashView view, HistorySnapshot history)
    {
        if (target.BackIn is null)
        {
            return false;
        }

        MigrationId[] beyond = [.. view.Graph.Descendants(target.Migrations).Except(target.Migrations).Where(id => id.Module == target.BackIn && view.IsTouched(id))];
        return beyond.Length > 0 && Array.TrueForAll(beyond, id => history.Find(id)!.Parts.All(static part => part.Status != MigrationStatus.Applied));
    }

    private static bool IsHalfDone(HistorySnapshot history, MigrationId id) => history.Find(id)?.Parts.Any(part => history.HalfDone(id, part.Store) is not null) == true;

    private static bool IsTurnedTwice(PlanStep step, HistorySnapshot history) =>
        history.HalfDone(step.Migration, step.Store) is { Undo: not null } half && half.Direction == step.Direction;

    private DirectedPlan Forward(StepPlanner planner, HistorySnapshot history, MigrationDefinition definition)
    {
        RequireStores(definition);
        var entry = history.Find(definition.Id);
        var edited = entry is not null && _definitions.IsEdited(entry);
        if (edited)
        {
            RequireUnedited(history, entry!, definition);
        }

        var steps = new List<PlanStep>();
        var unfinished = new List<PlanStep>();
        foreach (var store in definition.Stores)
        {
            var part = entry?.Part(store);
            var half = history.HalfDone(definition.Id, store);
            if (part?.Status == MigrationStatus.Applied)
            {
                continue;
            }

            steps.Add(planner.Forward(definition, store));
            if (half is { Direction: Direction.Backward, Undo: not null })
            {
                unfinished.Add(StepPlanner.Backward(steps[^1]));
            }
        }

        var hash = _definitions.HashOf(definition);
        var apply = Planned(definition, hash, Direction.Forward, steps);
        return new DirectedPlan(unfinished.Count == 0 ? null : Planned(definition, hash, Direction.Backward, Enumerable.Reverse(unfinished)), apply);
    }

    // What was not begun may be edited: that is how a migration that failed is mended.
    private void RequireUnedited(HistorySnapshot history, LedgerEntry entry, MigrationDefinition definition)
    {
        foreach (var part in entry.Parts.Where(part => part.Status == MigrationStatus.Applied || history.HalfDone(entry.Migration, part.Store) is not null))
        {
            if (_definitions.IsEdited(definition, part.Store, part.Operations))
            {
                throw new HistoryException(
                    HistoryErrors.EditedWhileBegun,
                    $"'{definition.Id}' was begun and then edited: what it did on the store '{part.Store}' is not what its code says now.",
                    "Migrate back to the migration before it, which undoes what was done, and run again; or take the edit back.");
            }
        }
    }

    private DirectedPlan Backward(StepPlanner planner, HistorySnapshot history, LedgerEntry entry)
    {
        var definition = _definitions.AsRecorded(entry);
        RequireStores(definition);
        var steps = new List<PlanStep>();
        var unfinished = new List<PlanStep>();
        foreach (var store in definition.Stores)
        {
            var half = history.HalfDone(entry.Migration, store);
            if (entry.Part(store)?.Status != MigrationStatus.Applied && half is null)
            {
                continue;
            }

            var forward = planner.Forward(definition, store);
            steps.Add(StepPlanner.Backward(forward));
            if (half is { Direction: Direction.Forward, Undo: not null })
            {
                unfinished.Add(forward);
            }
        }

        var undo = Planned(definition, entry.Hash, Direction.Backward, Enumerable.Reverse(steps));
        return new DirectedPlan(unfinished.Count == 0 ? null : Planned(definition, entry.Hash, Direction.Forward, unfinished), undo);
    }

    private PlannedMigration Planned(MigrationDefinition definition, string hash, Direction direction, IEnumerable<PlanStep> steps) => new()
    {
        Definition = definition,
        FromHistory = !ReferenceEquals(catalog.Find(definition.Id), definition),
        Direction = direction,
        Hash = hash,
        Steps = steps.ToValueList(),
    };

    private void RequireStores(MigrationDefinition definition)
    {
        foreach (var store in definition.Stores.Where(store => !stores.Contains(store)))
        {
            throw new CatalogException(
                CatalogErrors.UnknownStore,
                $"The migration '{definition.Id}' is for the store '{store}', which the configuration does not have.{Suggest.DidYouMean(store, stores)}",
                $"Use one of the stores {Suggest.List(stores)} in the migration, or add '{store}' to docmigrate.json.");
        }
    }

    private ValueList<string> Warnings(HistorySnapshot history, SquashView view, HashSet<MigrationId> undone) => history.Entries.Values
        .Where(entry => entry.Status.IsTouched() && view.ReplacedBy(entry.Migration) is null)
        .Where(entry => view.Graph.Contains(entry.Migration) || !undone.Contains(entry.Migration))
        .OrderBy(static entry => entry.Order)
        .Select(entry => !view.Graph.Contains(entry.Migration)
            ? $"'{entry.Migration}' is applied and the code does not have it; it is left as it is. 'docmigrate migrate --sync' undoes it."
            : entry.Status == MigrationStatus.Applied && _definitions.IsEdited(entry)
                ? $"'{entry.Migration}' was edited after it was applied; the stores hold what it said then. Since then: {EditComparison.Summary(ChangesOf(entry))}."
                : null)
        .OfType<string>()
        .ToValueList();
}
