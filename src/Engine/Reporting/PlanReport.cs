using System.Text.Json.Serialization;
using DocMigrate.Backends;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Reporting;

/// <summary>A plan as <c>migrate --plan --json</c> prints it. Its JSON names are stable.</summary>
public sealed record PlanReport
{
    /// <summary>The steps in the order of execution.</summary>
    public required ValueList<PlanStepReport> Steps { get; init; }

    /// <summary>What a person should know before running it; full sentences. Left out of the JSON when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Warnings { get; init; }

    /// <summary>The SQL out of the history that would be run; null, and left out of JSON, when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<RecordedScript>? RecordedScripts { get; init; }

    /// <summary>The report of a plan.</summary>
    /// <param name="plan">The plan, detailed by the backends.</param>
    /// <param name="kinds">The families of the plan's stores: they name the kinds of operation.</param>
    public static PlanReport From(MigrationPlan plan, IEnumerable<IStoreKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(kinds);
        var names = kinds.SelectMany(static kind => kind.OperationKinds).Distinct().ToDictionary(static kind => kind.Type, static kind => kind.Name);
        return new PlanReport
        {
            Steps = plan.Migrations
                .SelectMany(migration => migration.Steps.Select(step => PlanStepReport.From(migration, step, names))).ToValueList(),
            RecordedScripts = plan.RecordedScripts.Count == 0 ? null : plan.RecordedScripts,
            Warnings = plan.Warnings.Count == 0 ? null : plan.Warnings,
        };
    }
}
