using System.Text.Json.Serialization;
using DocMigrate.Planning;

namespace DocMigrate.Engine.Reporting;

/// <summary>A step of a <see cref="PlanReport"/>.</summary>
public sealed record PlanStepReport
{
    /// <summary>The migration, <c>module.name</c>.</summary>
    public required string Migration { get; init; }

    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>Applied or undone.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Whether the operations come out of the history: the code has no such migration, or another one. Left out of JSON when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FromHistory { get; init; }

    /// <summary>
    /// The migrations whose steps are done in one pass, this one among them, in the order of execution; null, and left out of JSON, when it runs alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Pass { get; init; }

    /// <summary>The operations in the order of execution.</summary>
    public required ValueList<PlanOperationReport> Operations { get; init; }

    internal static PlanStepReport From(PlannedMigration migration, PlanStep step, IReadOnlyDictionary<Type, string> kinds) => new()
    {
        Migration = step.Migration.ToString(),
        Store = step.Store,
        Direction = step.Direction,
        FromHistory = migration.FromHistory,
        Pass = migration.Pass.Count == 0 ? null : migration.Pass.Select(static id => id.ToString()).ToValueList(),
        Operations = step.Operations
            .Select(operation => PlanOperationReport.From(operation, step.Direction, kinds[operation.Authored.GetType()])).ToValueList(),
    };
}
