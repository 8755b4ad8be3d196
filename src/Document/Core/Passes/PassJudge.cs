using System.Runtime.ExceptionServices;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Says what is to become of a document in a pass: what is written, kept, counted and listed. Thread-safe, as far as a transform's code is.</summary>
/// <param name="pass">The pass.</param>
/// <param name="keyOrder">The order in which the store has keys; null where it keeps the one that they were written in.</param>
/// <param name="worked">Is called after each document, by several threads.</param>
/// <param name="time">The clock.</param>
internal sealed class PassJudge(ReshapePass pass, IComparer<string>? keyOrder, Action worked, TimeProvider time)
{
    private readonly IReadOnlyList<PassPart> _parts = PassPart.Of(pass);
    private readonly DocumentJudge _judge = new(pass, keyOrder);

    /// <summary>The pass.</summary>
    public ReshapePass Pass => pass;

    /// <summary>What becomes of a document.</summary>
    /// <param name="document">The document; what is in memory of it is of no use after it.</param>
    /// <param name="from">With which part of the pass it begins.</param>
    /// <param name="sweep">What the sweep is about that comes past it; null when it is the scan.</param>
    public JudgedDocument Judge(ParsedDocument document, int from, SweepScope? sweep)
    {
        var counts = new StepCounts[_parts.Count];
        Array.Fill(counts, StepCounts.Zero);
        try
        {
            return Reshape(document, new JudgedDocument(document.Stored, counts), from, sweep);
        }
        catch (DataException error)
        {
            return new JudgedDocument(document.Stored, counts) { Fault = ExceptionDispatchInfo.Capture(error) };
        }
        finally
        {
            worked();
        }
    }

    /// <summary>The entry of a document that does not fit.</summary>
    public QuarantineEntry Quarantine(PassDocument stored, PassOperation operation, DocumentPath path, string reason) => new()
    {
        Collection = pass.Collection,
        Document = stored.Id,
        Migration = operation.Step.Migration,
        Direction = pass.Direction,
        FirstOperation = pass.First(operation.Step.Migration),
        Operation = operation.Planned.Index,
        Path = path,
        Reason = reason,
        ContentHash = QuarantineEntry.HashOf(stored.Content.Text),
        At = time.GetUtcNow(),
    };

    /// <exception cref="DataException">The code of a transform is missing, or a document would get another id.</exception>
    private JudgedDocument Reshape(ParsedDocument parsed, JudgedDocument judged, int from, SweepScope? sweep)
    {
        if (parsed is not { Stored: var stored, Document: { } document })
        {
            // What can't be held exactly is never changed, whatever the operation's policy.
            return from == _parts.Count
                ? judged : Quarantined(judged, from, FirstOperation(_parts[from]), DocumentPath.Root, $"can't be read exactly: {parsed.Unreadable}");
        }

        if (sweep?.Takes is { } takes && takes(document) is not true and var unsure)
        {
            Array.Fill(judged.Counts, new StepCounts(Late: unsure is null ? 1 : 0));
            return judged;
        }

        var verdict = _judge.Judge(document, parsed, stored.Id, stored.Kept, from);
        var kept = new IReadOnlyList<KeptValue>?[pass.Operations.Count];
        for (var i = from; i < from + verdict.Outcomes.Count; i++)
        {
            var (part, outcome) = (_parts[i], verdict.Outcomes[i - from]);
            Keep(outcome, part, kept, marks: sweep is null or { Once: true });
            judged.Counts[i] = new StepCounts(Changed: outcome.Changed ? 1 : 0, Shadowed: CountValues(kept, part));
        }

        if (verdict.Misfit is { Policy: OnError.Fail } fault)
        {
            Array.Fill(judged.Counts, StepCounts.Zero);
            judged.Counts[from + verdict.Outcomes.Count] = new StepCounts(Late: 1);
            return judged with { Misfit = Misfits.Describe(stored.Id, fault), MisfitOf = verdict.MisfitOf };
        }

        if (verdict.Misfit is { } misfit)
        {
            judged = Quarantined(judged, from + verdict.Outcomes.Count, verdict.MisfitOf!, misfit.Path, misfit.Reason);
        }

        // What the operations of one migration do, those of another may undo.
        var changed = verdict.Changed && (_parts.Count == 1 || !parsed.IsSame(verdict.Document));

        // A document that does not change any more was done, or never needed it: a mark would tell the way back that it was not done.
        if (Array.TrueForAll(kept, static values => values is null)
            || (!changed && (sweep is not null || (stored.Kept is null && Array.TrueForAll(kept, static values => values is null or { Count: 0 })))))
        {
            return sweep is null ? judged : judged with { Counts = [.. judged.Counts.Select(static counts => counts with { Changed = 0, Shadowed = 0 })] };
        }

        var change = changed ? parsed.ChangeTo(verdict.Document, pass.KeepsOrder) : null;
        if (change is not null)
        {
            Misfits.RequireSameId(change, stored.Id, pass.Collection);
        }

        return judged with { Reshaped = new ReshapedDocument { Stored = stored, Change = change, Kept = kept } };
    }

    private static void Keep(ReshapeOutcome outcome, PassPart part, IReadOnlyList<KeptValue>?[] kept, bool marks)
    {
        for (var i = 0; i < part.Count; i++)
        {
            kept[part.Start + i] = marks ? outcome.Kept[i] : [.. outcome.Kept[i].Where(static value => !value.IsMark)];
        }
    }

    private static int CountValues(IReadOnlyList<KeptValue>?[] kept, PassPart part)
    {
        var count = 0;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            count += kept[i]!.Count == 0 ? 0 : kept[i]!.Count(static value => !value.IsMark);
        }

        return count;
    }

    private JudgedDocument Quarantined(JudgedDocument judged, int part, PassOperation operation, DocumentPath path, string reason)
    {
        judged.Counts[part] = new StepCounts(Quarantined: 1);
        return judged with { Quarantined = Quarantine(judged.Stored, operation, path, reason) };
    }

    private PassOperation FirstOperation(PassPart part) =>
        pass.Operations.Skip(part.Start).Take(part.Count).MinBy(static operation => operation.Planned.Index)!;
}
