using DocMigrate.DryRuns;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Stores;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.DryRuns;

/// <summary>Lets stores try a plan. Changes nothing and takes no lock.</summary>
internal sealed class PlanTrial(StoreSet stores, MigrationPlanner planner, HistoryReader reader, MigrationCatalog catalog)
{
    /// <exception cref="Errors.CatalogException">The code has no migrations.</exception>
    /// <exception cref="Errors.HistoryException">An operation that would have to be undone has no way back, or only by code that is not here.</exception>
    /// <exception cref="Errors.DataException">A step tightens, while documents are in quarantine or late.</exception>
    /// <exception cref="Errors.StoreException">A store can't be read.</exception>
    public async Task<DryRunReport> RunAsync(DryRunOptions options, CancellationToken cancellationToken)
    {
        if (catalog.Ids.Count == 0 && !options.Sync)
        {
            throw catalog.NoMigrations();
        }

        var history = await reader.ReadAsync(cancellationToken);
        history.RequireConsistentStores();
        var plan = PlanFuser.Fuse(planner.Plan(history, options.Target, options.Sync, options.KeepOrder), history, stores);

        // Whoever only looks need not agree to the SQL: it is what is shown.
        PlanValidator.RequireRunnable(plan, history, RecordedScriptConsent.All);
        await new TighteningGuard(stores, planner).RequireAsync([.. plan.Steps], history, retries: true, cancellationToken);
        var scripts = await ScriptReport.OfAsync(plan.Steps.Where(step => stores[step.Store] is not IDryRuns), stores, cancellationToken);
        var collections = new List<DryRunCollection>();
        foreach (var store in plan.Steps.Select(static step => step.Store).Distinct().Where(store => stores[store] is IDryRuns))
        {
            collections.AddRange(await ((IDryRuns)stores[store]).DryRunAsync(
                new DryRunRequest { Steps = Steps(plan, store, history), Sample = options.Sample }, cancellationToken));
        }

        return new DryRunReport
        {
            Fails = collections.Exists(static collection => collection.Failing > 0),
            Migrations = plan.Migrations.Select(static migration => migration.Definition.Id.ToString()).ToValueList(),
            Steps = scripts.Steps,
            Collections = collections.ToValueList(),
            Warnings = plan.Warnings.Count == 0 ? null : plan.Warnings,
        };
    }

    private static IReadOnlyList<StepMember>[] Steps(MigrationPlan plan, string store, HistorySnapshot history) =>
    [
        .. PlanFuser.Groups(plan)
            .Select(group => group
                .SelectMany(static migration => migration.Steps)
                .Where(step => step.Store == store)
                .Select(step => StepMembers.Of(step, history))
                .Where(static member => !member.HasNothingToDo())
                .ToList())
            .Where(static members => members.Count > 0),
    ];
}
