using DocMigrate.Backends;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Stores;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Planning;

/// <summary>Asks the stores where each operation of a plan runs, and on how much. Changes nothing.</summary>
internal sealed class PlanDetailer(StoreSet stores)
{
    /// <summary>The plan with what the stores say.</summary>
    /// <exception cref="Errors.StoreException">A store can't be read.</exception>
    public async Task<MigrationPlan> DetailAsync(MigrationPlan plan, CancellationToken cancellationToken)
    {
        var migrations = new List<PlannedMigration>();
        foreach (var group in PlanFuser.Groups(plan))
        {
            migrations.AddRange(await DetailAsync(group, cancellationToken));
        }

        return plan with { Migrations = migrations.ToValueList(), Warnings = plan.Warnings.AddRange(await RisksAsync(plan, cancellationToken)) };
    }

    /// <summary>What the servers of the stores that the plan works on do not guarantee.</summary>
    private async Task<ValueList<string>> RisksAsync(MigrationPlan plan, CancellationToken cancellationToken)
    {
        var risks = new List<string>();
        foreach (var server in plan.Steps.Select(step => stores[step.Store].Database).Distinct().OfType<IProbesServer>())
        {
            risks.AddRange((await server.ProbeAsync(cancellationToken)).Risks);
        }

        return risks.ToValueList();
    }

    private async Task<IReadOnlyList<PlannedMigration>> DetailAsync(IReadOnlyList<PlannedMigration> group, CancellationToken cancellationToken)
    {
        if (group is not [var migration])
        {
            var fused = await stores[group[0].Steps[0].Store].DetailFusedAsync([.. group.Select(static member => member.Steps[0])], cancellationToken);
            return [.. group.Zip(fused, static (member, step) => member with { Steps = [step] })];
        }

        var steps = new List<PlanStep>();
        foreach (var step in migration.Steps)
        {
            steps.Add(await stores[step.Store].DetailAsync(step, cancellationToken));
        }

        return [migration with { Steps = steps.ToValueList() }];
    }
}
