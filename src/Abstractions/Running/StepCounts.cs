namespace DocMigrate.Running;

/// <summary>What a step did to the data. Numbers of documents or rows.</summary>
/// <param name="Scanned">Looked at.</param>
/// <param name="Changed">Changed.</param>
/// <param name="Quarantined">Left as they were because an operation could not convert them.</param>
/// <param name="Shadowed">Values kept aside.</param>
/// <param name="Late">
/// Left as they were because others wrote them while the step ran: documents that still needed work at its end, or that came after its pass began and can't be told
/// apart by shape.
/// </param>
public sealed record StepCounts(long Scanned = 0, long Changed = 0, long Quarantined = 0, long Shadowed = 0, long Late = 0)
{
    /// <summary>Nothing.</summary>
    public static StepCounts Zero { get; } = new();

    /// <summary>The sum of two.</summary>
    public static StepCounts operator +(StepCounts left, StepCounts right) => left.Add(right);

    /// <summary>The sum of two.</summary>
    public StepCounts Add(StepCounts other) => new(
        Scanned + other.Scanned, Changed + other.Changed, Quarantined + other.Quarantined, Shadowed + other.Shadowed, Late + other.Late);
}
