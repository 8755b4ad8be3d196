namespace DocMigrate.Running;

/// <summary>How far a step is. Everything that it counts as done is committed in the store, in the transaction that wrote it.</summary>
public sealed record StepProgress
{
    /// <summary>How many operations of the step, in the order of execution, are wholly done.</summary>
    public int Completed { get; init; }

    /// <summary>How many operations from there on are done together in one pass that has begun; 0 when none has. Whoever goes on keeps that pass as it is.</summary>
    public int InHand { get; init; }

    /// <summary>Where that pass is, in the backend's own words; null when none has begun.</summary>
    public string? Cursor { get; init; }

    /// <summary>What was done so far.</summary>
    public StepCounts Counts { get; init; } = StepCounts.Zero;
}
