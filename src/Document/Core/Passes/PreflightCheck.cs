using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Passes;

/// <summary>Tries on documents what is pending, and counts those that do not fit. Not thread-safe.</summary>
/// <param name="pass">All that is pending, in order; with what was kept for it the documents come.</param>
/// <param name="rest">What of it comes after the pass of the spool; all where there is no spool.</param>
/// <param name="spool">Has the judge of the first pass, and gets what is worked out for it; null where that pass runs on the server.</param>
/// <param name="keyOrder">The order in which the store has keys; null where it keeps the one that they were written in.</param>
internal sealed class PreflightCheck(ReshapePass pass, IReadOnlyList<PassOperation> rest, PassSpool? spool, IComparer<string>? keyOrder)
{
    private readonly ReshapePipeline _rest = new([.. rest.Select(static pending => pending.Operation)], keyOrder: keyOrder);
    private readonly int _first = pass.Operations.Count - rest.Count;
    private readonly List<string> _samples = [];
    private long _failed;

    /// <summary>Tries it on documents.</summary>
    /// <returns>How many they are.</returns>
    public int Run(IReadOnlyList<PassDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MisfitOf(ParsedDocument.Of(document)) is { } misfit)
            {
                _failed++;
                if (_samples.Count < Misfits.Samples)
                {
                    _samples.Add(misfit);
                }
            }
        }

        return documents.Count;
    }

    /// <summary>Requires that all fitted.</summary>
    /// <exception cref="Errors.DataException">They did not.</exception>
    public void RequireFit()
    {
        if (_failed > 0)
        {
            throw Misfits.Error(pass, _failed, _samples);
        }
    }

    private string? MisfitOf(ParsedDocument parsed)
    {
        // What can't be read will be quarantined, whatever the operations say.
        var (stored, document) = (parsed.Stored, parsed.Document);
        if (spool is not null)
        {
            var judged = spool.Judge.Judge(parsed, 0, sweep: null);
            judged.Fault?.Throw();
            spool.Add(judged);
            if (judged.Misfit is not null || rest.Count == 0)
            {
                return judged.Misfit;
            }

            document = judged.Quarantined is not null || document is null ? null : judged.Reshaped?.Change?.After() ?? parsed.Read();
        }

        return document is not null && _rest.Check(document, stored.Kept is { } kept ? i => kept[_first + i] : null) is { Policy: OnError.Fail } misfit
            ? Misfits.Describe(stored.Id, misfit)
            : null;
    }
}
