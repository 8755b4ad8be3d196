using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>Runs operations over documents in this process. This is the semantics: whatever a store does instead must give the same.</summary>
/// <param name="operations">The operations in the order of execution; all on one collection.</param>
/// <param name="time">The clock; null (the default) for the system's. It is read once: all documents get one time.</param>
/// <param name="keyOrder">The order in which the store has the keys of every object; null (the default) where it keeps the one that they were written in.</param>
/// <remarks>Thread-safe, as far as the code of a <see cref="TransformDocumentsOperation"/> is.</remarks>
public sealed class ReshapePipeline(IReadOnlyList<ReshapeOperation> operations, TimeProvider? time = null, IComparer<string>? keyOrder = null)
{
    private readonly DateTimeOffset _now = (time ?? TimeProvider.System).GetUtcNow();

    /// <summary>Whether keys keep their places, and where they stood is kept aside when the way back could not tell. Default false: a key that is set anew comes last.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>The operations.</summary>
    public IReadOnlyList<ReshapeOperation> Operations { get; } = operations.ToValueList();

    /// <summary>Says only whether a document fits; <see cref="Apply"/> says the same.</summary>
    /// <param name="document">Of no use after it.</param>
    /// <param name="kept">As <see cref="Apply"/> has it.</param>
    /// <returns>Why it does not fit; null when it does.</returns>
    /// <exception cref="Errors.DataException">The code of a transform is missing, or failed.</exception>
    public Misfit? Check(JObject document, Func<int, IReadOnlyList<KeptValue>>? kept = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        for (var i = 0; i < Operations.Count; i++)
        {
            var scope = new ReshapeScope(kept?.Invoke(i) ?? [], _now, keyOrder) { Checks = true };
            if (Operations[i].Apply(document, scope) == ReshapeResult.Misfit && (scope.MisfitPolicy ?? Operations[i].OnError) is not OnError.Keep and var policy)
            {
                return new Misfit(i, scope.MisfitPath!, scope.MisfitReason!, policy);
            }

            document = scope.Replacement ?? document;
        }

        return null;
    }

    /// <summary>Runs the operations over a copy of the document.</summary>
    /// <param name="document">Never changed.</param>
    /// <param name="kept">What the opposite direction kept of this document for the operation at that place; null when it kept nothing.</param>
    /// <exception cref="Errors.DataException">The code of a transform is missing, or failed.</exception>
    public ReshapeOutcome Apply(JObject document, Func<int, IReadOnlyList<KeptValue>>? kept = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var before = new TreePreImage(document);
        var outcome = ApplyInPlace(before.Read(), before, kept);
        return outcome.Changed ? outcome : outcome with { Document = document };
    }

    /// <summary>Runs the operations over a document itself.</summary>
    /// <param name="document">What may be changed.</param>
    /// <param name="before">The document as it is.</param>
    /// <param name="kept">As the other has it.</param>
    /// <returns>Where it is not <see cref="ReshapeOutcome.Changed"/>, the document in it is of no use.</returns>
    /// <exception cref="Errors.DataException">The code of a transform is missing, or failed.</exception>
    internal ReshapeOutcome ApplyInPlace(JObject document, IPreImage before, Func<int, IReadOnlyList<KeptValue>>? kept)
    {
        var result = document;
        var keeps = new IReadOnlyList<KeptValue>[Operations.Count];
        var results = new ReshapeResult[Operations.Count];
        List<Misfit>? left = null;
        var changed = false;
        for (var i = 0; i < Operations.Count; i++)
        {
            var operation = Operations[i];
            var scope = new ReshapeScope(kept?.Invoke(i) ?? [], _now, keyOrder) { Before = changed ? null : before, KeepsOrder = KeepsOrder };
            var unplaced = KeepsOrder ? (JObject)result.DeepClone() : null;
            var done = operation.Apply(result, scope);
            result = scope.Replacement ?? result;
            if (unplaced is not null && done == ReshapeResult.Changed)
            {
                Place(operation, unplaced, result, scope);
            }

            (keeps[i], results[i]) = (scope.NewlyKept, done);
            changed |= done == ReshapeResult.Changed;
            if (done != ReshapeResult.Misfit)
            {
                continue;
            }

            var policy = scope.MisfitPolicy ?? operation.OnError;
            var misfit = new Misfit(i, scope.MisfitPath!, scope.MisfitReason!, policy);
            if (policy != OnError.Keep)
            {
                return new ReshapeOutcome
                {
                    Document = result,
                    Changed = false,
                    Kept = [.. Operations.Select(static _ => Array.Empty<KeptValue>())],
                    Results = results[..(i + 1)],
                    Misfit = misfit,
                };
            }

            (left ??= []).Add(misfit);

            // The way back must not do to the document what the way here could not.
            keeps[i] = [new KeptValue(scope.MisfitPath!, Taken: null, PutHash: null)];
        }

        // Operations may undo each other: a rename there and back. A transform alone has compared already.
        changed = changed && (Operations is [TransformDocumentsOperation] || !before.IsSame(result));
        return new ReshapeOutcome { Document = result, Changed = changed, Kept = keeps, Results = results, Left = left };
    }

    /// <summary>Puts keys where the opposite direction noted that they stood, and notes where they stood if the opposite direction would put them elsewhere.</summary>
    private void Place(ReshapeOperation operation, JObject before, JObject after, ReshapeScope scope)
    {
        // The code of a transform puts keys where it wants them, in both directions.
        if (operation is TransformDocumentsOperation)
        {
            return;
        }

        if (scope.KeptAt(KeyPlaces.Kept) is { Taken: JArray orders })
        {
            KeyPlaces.Restore(after, orders);
        }

        JObject? back = null;
        if (operation.ReverseOn(null) is { } reverse)
        {
            back = (JObject)after.DeepClone();
            var way = new ReshapeScope(scope.NewlyKept, _now, keyOrder) { KeepsOrder = true };
            reverse.Apply(back, way);
            back = way.Replacement ?? back;
        }

        if (KeyPlaces.Of(before, back) is { } order)
        {
            scope.Keep(KeyPlaces.Kept, order, put: null);
        }
    }
}
