using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tooling;

/// <summary>A line of the inner host's answer, as JSON: any number of events, then one result or one error. Immutable.</summary>
public sealed record ToolResponse
{
    /// <summary>What the line is.</summary>
    public required ToolResponseType Type { get; init; }

    /// <summary>What happened in the run; only with <see cref="ToolResponseType.Event"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunEvent? Event { get; init; }

    /// <summary>The answer, as the <see cref="ToolCommand"/> says; only with <see cref="ToolResponseType.Result"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>What went wrong; only with <see cref="ToolResponseType.Error"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ToolError? Error { get; init; }
}
