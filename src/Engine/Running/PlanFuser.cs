using DocMigrate.Engine.History;
using DocMigrate.Engine.Stores;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>
/// Finds the migrations of a plan that run in one pass: consecutive ones, in one direction, each with a single step, all on the same store, as many as its
/// backend says that it does better together. Looks at no database.
/// </summary>
internal static class PlanFuser
{
    /// <summary>The plan with <see cref="PlannedMigration.Pass"/> filled in.</summary>
    public static MigrationPlan Fuse(MigrationPlan plan, HistorySnapshot history, StoreSet stores)
    {
        var migrations = plan.Migrations.ToArray();
        for (var first = 0; first < migrations.Length;)
        {
            var candidates = Candidates(migrations, first, history);
            var count = candidates.Count < 2 ? 1 : Math.Clamp(stores[candidates[0].Step.Store].CountFused(candidates), 1, candidates.Count);
            if (count > 1)
            {
                var pass = migrations.Skip(first).Take(count).Select(static migration => migration.Definition.Id).ToValueList();
                for (var i = first; i < first + count; i++)
                {
                    migrations[i] = migrations[i] with { Pass = pass };
                }
            }

            first += count;
        }

        return plan with { Migrations = migrations.ToValueList() };
    }

    /// <summary>The migrations of a plan in the groups that run together.</summary>
    public static IEnumerable<IReadOnlyList<PlannedMigration>> Groups(MigrationPlan plan)
    {
        for (var first = 0; first < plan.Migrations.Count;)
        {
            var group = plan.Migrations.Skip(first).Take(Math.Max(1, plan.Migrations[first].Pass.Count)).ToArray();
            yield return group;
            first += group.Length;
        }
    }

    private static List<StepMember> Candidates(PlannedMigration[] migrations, int first, HistorySnapshot history)
    {
        var members = new List<StepMember>();
        for (var i = first; i < migrations.Length; i++)
        {
            if (migrations[i] is not { Steps: [var step] } migration || migration.Direction != migrations[first].Direction
                || (members.Count > 0 && step.Store != members[0].Step.Store)
                || step.Operations.Any(static operation => operation.Effective is null)
                || (members.Count > 0 && TighteningGuard.Concerns(step)))
            {
                break;
            }

            // Of a migration that comes twice in a plan, the other direction is finished first: this one starts from its end.
            var again = migrations.Take(i).Any(earlier => earlier.Definition.Id == migration.Definition.Id);
            var member = again ? new StepMember(step) : StepMembers.Of(step, history);
            if (member.HasNothingToDo() || members.Exists(other => other.Step.Migration == step.Migration))
            {
                break;
            }

            members.Add(member);
        }

        return members;
    }
}
