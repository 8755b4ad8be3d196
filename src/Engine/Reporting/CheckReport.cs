using System.Text.Json.Serialization;
using DocMigrate.Backends;

namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>check</c> found.</summary>
/// <param name="Problems">What is not as it should be; empty when all is well.</param>
public sealed record CheckReport(ValueList<CheckProblem> Problems)
{
    /// <summary>What the servers are and can do, for databases of which servers differ; null, and left out of JSON, when there are none such.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<ServerReport>? Servers { get; init; }
}
