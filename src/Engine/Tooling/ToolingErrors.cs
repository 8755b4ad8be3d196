using DocMigrate.Errors;

namespace DocMigrate.Engine.Tooling;

/// <summary>The codes of errors between the tool and its inner host.</summary>
internal static class ToolingErrors
{
    public static ErrorCode ProtocolMismatch { get; } = new("DM1101", "Tool and project have different versions of DocMigrate");

    public static ErrorCode BadRequest { get; } = new("DM1102", "The inner host did not understand the tool");

    public static ErrorCode AssemblyNotLoaded { get; } = new("DM1103", "The project's assembly can't be loaded");
}
