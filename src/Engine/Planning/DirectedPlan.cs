using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>What a plan does with one migration.</summary>
/// <param name="Opposite">
/// Steps in the opposite direction that are finished first, for two changes of direction in one half-done pass can't be told apart by one cursor; null when there are none.
/// </param>
/// <param name="Own">What the plan is for.</param>
internal sealed record DirectedPlan(PlannedMigration? Opposite, PlannedMigration Own)
{
    /// <summary>
    /// What is undone and what is applied, in an order in which each step finds the documents as it must. Migrations that a run had done in one pass may be half-done
    /// together: those that changed direction twice are finished first, each lot in the order of its direction.
    /// </summary>
    /// <param name="undone">What is undone, in order.</param>
    /// <param name="applied">What is applied after that, in order.</param>
    /// <param name="isBegun">Whether a step had changed direction before it stopped, and is in the direction of the plan now.</param>
    /// <param name="position">Each migration's place in the order in which they apply.</param>
    public static IEnumerable<PlannedMigration> InOrder(
        IReadOnlyList<DirectedPlan> undone, IReadOnlyList<DirectedPlan> applied, Func<PlanStep, bool> isBegun, Func<MigrationId, int> position)
    {
        var finished = undone.Select(static plan => plan.Opposite).OfType<PlannedMigration>().ToList();
        var rest = applied.Select(static plan => plan.Own).ToList();
        if (finished.Count > 0)
        {
            // Of the same pass, and not to be undone.
            var begun = rest.Select(migration => Only(migration, isBegun)).ToList();
            finished.AddRange(begun.OfType<PlannedMigration>());
            rest = [.. rest.Where((_, i) => begun[i] is null || rest[i].Steps.Any(step => !isBegun(step)))
                .Select(migration => Only(migration, step => !isBegun(step)) ?? migration)];
        }

        return
        [
            .. finished.OrderBy(migration => position(migration.Definition.Id)),
            .. undone.Select(static plan => plan.Own),
            .. applied.Select(static plan => plan.Opposite).OfType<PlannedMigration>().Reverse(),
            .. rest,
        ];
    }

    private static PlannedMigration? Only(PlannedMigration migration, Func<PlanStep, bool> predicate) =>
        migration.Steps.Where(predicate).ToValueList() is { Count: > 0 } steps ? migration with { Steps = steps } : null;
}
