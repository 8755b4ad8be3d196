using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Drift;
using DocMigrate.DryRuns;
using DocMigrate.Planning;

namespace DocMigrate.Document.DryRuns;

/// <summary>Counts what one operation does to the documents of a sample.</summary>
internal sealed class OperationTally(PlanStep step, DocumentOperation operation, string? notTried)
{
    private const int MostReasons = 20;

    private readonly Dictionary<(string Path, string Reason, DryRunOutcome Outcome), Tally> _reasons = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<DryRunOutcome>().Length];
    private long _changed;

    public void Changed() => _changed++;

    public void Misfit(Misfit misfit, string id) => Misfit(misfit.Path.ToString(), misfit.Reason, misfit.Policy switch
    {
        OnError.Fail => DryRunOutcome.Fails,
        OnError.Quarantine => DryRunOutcome.Quarantined,
        _ => DryRunOutcome.Left,
    }, id);

    public void Misfit(string path, string reason, DryRunOutcome outcome, string id)
    {
        _outcomes[(int)outcome]++;
        if (!_reasons.TryGetValue((path, reason, outcome), out var tally))
        {
            if (_reasons.Count == MostReasons)
            {
                return;
            }

            _reasons[(path, reason, outcome)] = tally = new Tally();
        }

        tally.Add(id);
    }

    public DryRunOperation ToReport() => new()
    {
        Migration = step.Migration.ToString(),
        Direction = step.Direction,
        Description = operation.Describe(),
        NotTried = notTried,
        Changed = _changed,
        Failing = _outcomes[(int)DryRunOutcome.Fails],
        Quarantined = _outcomes[(int)DryRunOutcome.Quarantined],
        Left = _outcomes[(int)DryRunOutcome.Left],
        Misfits = _reasons
            .OrderByDescending(static reason => reason.Value.Count)
            .ThenBy(static reason => reason.Key.Path, StringComparer.Ordinal)
            .ThenBy(static reason => reason.Key.Reason, StringComparer.Ordinal)
            .Select(static reason => new DryRunMisfit(reason.Key.Path, reason.Key.Reason, reason.Key.Outcome, reason.Value.Count, reason.Value.Samples))
            .ToValueList(),
    };
}
