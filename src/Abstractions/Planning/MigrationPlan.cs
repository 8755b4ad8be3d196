namespace DocMigrate.Planning;

/// <summary>What a run would do, as data: <c>--plan</c>, <c>script</c>, the report and the runner read the same object. Immutable.</summary>
public sealed record MigrationPlan
{
    /// <summary>The migrations in the order of execution.</summary>
    public required ValueList<PlannedMigration> Migrations { get; init; }

    /// <summary>What a person should know before running it; full sentences.</summary>
    public ValueList<string> Warnings { get; init; } = [];

    /// <summary>The statements by hand that would be run and that come out of the history: to be shown, and agreed to, before the run.</summary>
    public ValueList<RecordedScript> RecordedScripts { get; init; } = [];

    /// <summary>All steps in the order of execution.</summary>
    public IEnumerable<PlanStep> Steps => Migrations.SelectMany(static migration => migration.Steps);

    /// <summary>The same with keys of documents in their places (<see cref="PlanStep.KeepOrder"/>).</summary>
    public MigrationPlan KeepingOrder() => this with
    {
        Migrations = Migrations.Select(static migration => migration with { Steps = migration.Steps.Select(static step => step with { KeepOrder = true }).ToValueList() }).ToValueList(),
    };

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Migrations.Count == 0;
}
