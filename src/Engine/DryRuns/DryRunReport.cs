using System.Text.Json.Serialization;
using DocMigrate.DryRuns;
using DocMigrate.Engine.Reporting;

namespace DocMigrate.Engine.DryRuns;

/// <summary>What a run would do, tried on samples. Its JSON names are stable.</summary>
public sealed record DryRunReport
{
    /// <summary>Whether a document that was tried does not fit, so that the run would stop before it writes anything.</summary>
    public required bool Fails { get; init; }

    /// <summary>The migrations, <c>module.name</c>, in the order of execution.</summary>
    public required ValueList<string> Migrations { get; init; }

    /// <summary>The commands of the steps on stores that can't be tried, in the order of execution.</summary>
    public required ValueList<ScriptStepReport> Steps { get; init; }

    /// <summary>What would happen to collections, store by store in the order in which the plan comes to them.</summary>
    public required ValueList<DryRunCollection> Collections { get; init; }

    /// <summary>What a person should know before running it; full sentences. Left out of the JSON when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Warnings { get; init; }
}
