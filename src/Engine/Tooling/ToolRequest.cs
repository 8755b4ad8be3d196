namespace DocMigrate.Engine.Tooling;

/// <summary>What the tool asks its inner host to do: the first line of the host's input, as JSON. Immutable.</summary>
public sealed record ToolRequest
{
    /// <summary>The version of this conversation. The host refuses another than its own.</summary>
    public const int CurrentProtocol = 1;

    /// <summary>The version that the tool speaks.</summary>
    public required int Protocol { get; init; }

    /// <summary>What to do.</summary>
    public required ToolCommand Command { get; init; }

    /// <summary>The absolute path of the configuration file.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>The absolute path of the assembly with the migrations and the models.</summary>
    public required string AssemblyPath { get; init; }

    /// <summary>Connection strings by store that replace the file's.</summary>
    public IReadOnlyDictionary<string, string> Connections { get; init; } = new Dictionary<string, string>();

    /// <summary>What the command needs besides.</summary>
    public ToolArguments Arguments { get; init; } = new();
}
