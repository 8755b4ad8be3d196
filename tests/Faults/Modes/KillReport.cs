namespace DocMigrate.Faults.Modes;

/// <summary>The last line of <c>--kills</c>.</summary>
internal sealed record KillReport
{
    public required int Kills { get; init; }

    public required int Recovered { get; init; }

    public required int MidStep { get; init; }

    public required IReadOnlyDictionary<string, int> KillsByPoint { get; init; }

    public required int Lost { get; init; }

    public required int Duplicated { get; init; }

    public required int StuckLocks { get; init; }

    public required int FalseApplied { get; init; }
}
