using System.Globalization;
using System.Runtime.CompilerServices;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Keeping;
using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>
/// The quarantine of a document store as the engine sees it: what backends hand the calls of <see cref="IKeepsQuarantine"/> on to, with errors of their driver translated around
/// them.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class PassQuarantine(IPassStore store, TimeProvider time)
{
    /// <inheritdoc cref="IKeepsQuarantine.ReadQuarantineAsync"/>
    public async IAsyncEnumerable<QuarantinedDocument> ReadAsync(string? collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listed in store.ReadQuarantineAsync(collection, cancellationToken))
        {
            var entry = listed.Entry;
            yield return new QuarantinedDocument
            {
                Store = store.Store,
                Collection = entry.Collection,
                Document = Convert.ToString(entry.Document, CultureInfo.InvariantCulture)!,
                Migration = entry.Migration,
                Direction = entry.Direction,
                FirstOperation = entry.FirstOperation,
                Operation = entry.Operation,
                Path = entry.Path.IsRoot ? "" : entry.Path.ToString(),
                Reason = entry.Reason,
                At = entry.At,
                Edited = listed.Text is { } text && QuarantineEntry.HashOf(text) != entry.ContentHash,
                Gone = listed.Key is null,
                Reference = new Place(entry, listed.Key),
            };
        }
    }

    /// <inheritdoc cref="IKeepsQuarantine.RetryAsync"/>
    public async Task<StepCounts> RetryAsync(
        IReadOnlyList<QuarantinedDocument> documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(remaining);
        ArgumentNullException.ThrowIfNull(observer);
        var places = documents.Select(static document => (Place)document.Reference!).ToList();
        await store.ReleaseAsync([.. places.Select(static place => place.Entry)], cancellationToken);
        DocumentKey[] keys = [.. places.Select(static place => place.Key).OfType<DocumentKey>()];
        var missed = Missed(places[0].Entry, remaining);
        if (keys.Length == 0 || missed.Count == 0)
        {
            return new StepCounts(Scanned: keys.Length);
        }

        var pass = new ReshapePass { Operations = missed, Server = null };
        await using var collection = await store.OpenAsync(pass, cancellationToken);
        if (collection is null)
        {
            return StepCounts.Zero;
        }

        var counts = await new InProcessReshaper(store, collection, pass, workers: 1, time).RunAsync(keys, cancellationToken);
        await CleanAsync(collection, cancellationToken);
        return new StepCounts(Scanned: keys.Length, Quarantined: counts.Parts.Sum(static part => part.Quarantined));
    }

    /// <summary>Takes from documents all that the store added to them.</summary>
    internal static async Task CleanAsync(IPassCollection collection, CancellationToken cancellationToken)
    {
        while (!await collection.CleanAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// The operations that a document has missed, on its collection under whatever name. None of them fails the whole: what does not fit is listed again. Where an operation on
    /// the way may not be done to a single document, because it is none of documents, there is nothing to do: it was done to the collection.
    /// </summary>
    private ValueList<PassOperation> Missed(QuarantineEntry entry, IReadOnlyList<PlanStep> remaining)
    {
        var operations = new List<PassOperation>();
        var name = entry.Collection;
        MigrationId? stamped = null;

        // From the end, where the collection's name is known.
        foreach (var (step, planned) in From(entry, remaining).Reverse())
        {
            switch (planned.Effective)
            {
                case RenameCollectionOperation rename when rename.To == name:
                    name = rename.Collection;
                    break;
                case ReshapeOperation reshape when reshape.Collection == name:
                    if (stamped != step.Migration)
                    {
                        operations.AddRange(Stamps
                            .After(DocumentSchema.From(planned.Before).Collection(name), DocumentSchema.From(planned.After).Collection(name))
                            .Select(stamp => new PassOperation(step, planned, stamp with { Collection = entry.Collection })).Reverse());
                    }

                    stamped = step.Migration;
                    operations.Add(new PassOperation(step, planned, reshape with
                    {
                        Collection = entry.Collection,
                        OnError = reshape.OnError == OnError.Fail ? OnError.Quarantine : reshape.OnError,
                    }));
                    break;
            }
        }

        operations.Reverse();
        return operations.ToValueList();
    }

    private IEnumerable<(PlanStep Step, PlannedOperation Planned)> From(QuarantineEntry entry, IReadOnlyList<PlanStep> remaining)
    {
        var step = remaining[0];
        var unit = StepUnits.Of(step, store).FirstOrDefault(unit =>
            step.Operations.Skip(unit.Position).Take(unit.Count).Any(planned => planned.Index == entry.Operation));
        var missed = step.Direction == Direction.Forward
            ? step.Operations.Where(planned => planned.Index >= entry.FirstOperation)
            : step.Operations.Skip(unit?.Position ?? 0);
        return missed.Select(planned => (step, planned)).Concat(remaining.Skip(1).SelectMany(static later => later.Operations.Select(planned => (later, planned))));
    }

    private sealed record Place(QuarantineEntry Entry, DocumentKey? Key);
}
