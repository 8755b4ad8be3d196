using DocMigrate.Engine.History;
using DocMigrate.Engine.Planning;
using DocMigrate.Engine.Stores;
using DocMigrate.Keeping;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Running;

/// <summary>Refuses steps that need every document to be where the history says, while some are in quarantine or late. Changes nothing.</summary>
/// <remarks>
/// What a migration itself left behind, before it was stopped, does not hold it up: until it is whole nothing can be done about such documents.
/// </remarks>
internal sealed class TighteningGuard(StoreSet stores, MigrationPlanner planner)
{
    private const int Samples = 5;

    /// <summary>Whether a step has an operation that tightens.</summary>
    public static bool Concerns(PlanStep step) => step.Direction == Direction.Forward && step.Operations.Any(static operation => operation.Authored.Tightens);

    /// <param name="steps">The steps that are to be run, in the order of execution.</param>
    /// <param name="history">What is recorded.</param>
    /// <param name="retries">Whether documents that were mended since they were listed are tried again before: they are not counted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.DataException">Documents are in quarantine or late.</exception>
    public async Task RequireAsync(IReadOnlyList<PlanStep> steps, HistorySnapshot history, bool retries, CancellationToken cancellationToken)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            foreach (var (planned, place) in step.Operations.Select(static (planned, place) => (planned, place)).Where(item => Concerns(step) && item.planned.Authored.Tightens))
            {
                PlanStep[] before = [.. steps.Take(i).Where(other => other.Store == step.Store)];
                var name = CollectionNames.Before(
                    planned.Authored.Touches()[0].Subject!, before.SelectMany(static other => other.Operations).Concat(step.Operations.Take(place)));

                // What is undone first takes its entries with it.
                var gone = before.Where(static other => other.Direction == Direction.Backward).Select(static other => other.Migration).Append(step.Migration).ToHashSet();
                var outstanding = Late(await QuarantinedAsync(step.Store, name, gone, retries, cancellationToken), gone, history);
                if (outstanding.Any)
                {
                    throw outstanding.Refuse(step.Migration, planned.Authored.Describe());
                }
            }
        }
    }

    private async Task<OutstandingDocuments> QuarantinedAsync(string store, string name, HashSet<MigrationId> except, bool retries, CancellationToken cancellationToken)
    {
        var (count, samples) = (0L, new List<string>());
        if (stores[store] is IKeepsQuarantine keeper)
        {
            await foreach (var document in keeper.ReadQuarantineAsync(name, cancellationToken))
            {
                if (!document.Gone && !(retries && document.Edited) && !except.Contains(document.Migration))
                {
                    count++;
                    if (samples.Count < Samples)
                    {
                        samples.Add(document.Document);
                    }
                }
            }
        }

        return new OutstandingDocuments(store, name) { Quarantined = count, Samples = samples.ToValueList() };
    }

    private OutstandingDocuments Late(OutstandingDocuments found, HashSet<MigrationId> except, HistorySnapshot history)
    {
        var applied = planner.Applied(found.Store, history);
        var late = applied
            .Where((step, place) => !except.Contains(step.Migration) && LateOf(step, history) > 0 && CollectionNames.After(
                step.Operations.SelectMany(static operation => operation.Authored.Touches()).Where(static touch => !touch.Reads).Select(static touch => touch.Subject!),
                [.. applied.Skip(place).SelectMany(static later => later.Operations)]).Contains(found.Collection))
            .ToList();
        return found with { Late = late.Sum(step => LateOf(step, history)), LateFor = late.Select(static step => step.Migration).ToValueList() };
    }

    private static long LateOf(PlanStep step, HistorySnapshot history) => history.Find(step.Migration)!.Part(step.Store)!.Counts.Late;
}
