namespace DocMigrate.Engine.Tooling;

/// <summary>What a line of the inner host's answer is.</summary>
public enum ToolResponseType
{
    /// <summary>Something happened in the run.</summary>
    Event,

    /// <summary>The command is done: the last line.</summary>
    Result,

    /// <summary>The command failed: the last line.</summary>
    Error,
}
