using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.DryRuns;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.DryRuns;

/// <summary>
/// Does the pending reshapes of each collection to documents as they are now, up to the first operation after which nobody knows which documents there are. The division into
/// passes is that of the run, and so is what becomes of a document that does not fit.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="divide">Divides a step, as the run does.</param>
internal sealed class DryRunner(IPassStore store, Func<StepMember, IReadOnlyList<StepUnit>> divide)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, CollectionTrial> _trials = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<DryRunCollection>> RunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        foreach (var members in request.Steps)
        {
            var begun = members.Any(static member => member.Undo is not null || member.Resume is { } resume && resume.Completed + resume.InHand > 0);
            foreach (var work in PassWork.Of(members, divide, store))
            {
                var step = members[work.Shares[0].Member].Step;
                if (work.Pass is { } pass)
                {
                    Trial(pass.Collection).Add(pass, begun ? "a run stopped in its migration: some documents are done, and some are not" : null);
                }
                else
                {
                    Add(step, step.Operations[work.Shares[0].Unit.Position]);
                }
            }
        }

        var collections = new List<DryRunCollection>();
        foreach (var name in _order.Where(name => !_trials[name].IsEmpty))
        {
            collections.Add(await _trials[name].RunAsync(store, request.Sample, cancellationToken));
        }

        return collections;
    }

    private void Add(PlanStep step, PlannedOperation planned)
    {
        var operation = (DocumentOperation)planned.Effective!;
        Trial(operation.Collection).Add(step, operation);
        switch (operation)
        {
            case RenameCollectionOperation rename:
                Trial(rename.Collection).Close($"{step.Migration} gives the collection another name before it");
                Trial(rename.To).Close($"{step.Migration} gives the collection this name before it");
                break;
            case DropCollectionOperation:
                Trial(operation.Collection).Close($"{step.Migration} drops the collection before it");
                break;
            case RestoreCollectionOperation:
                Trial(operation.Collection).Close($"{step.Migration} brings the collection back before it");
                break;
        }
    }

    private CollectionTrial Trial(string collection)
    {
        if (!_trials.TryGetValue(collection, out var trial))
        {
            _trials[collection] = trial = new CollectionTrial(collection);
            _order.Add(collection);
        }

        return trial;
    }
}
