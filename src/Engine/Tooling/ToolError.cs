using DocMigrate.Errors;

namespace DocMigrate.Engine.Tooling;

/// <summary>An error as it crosses from the inner host to the tool. Immutable.</summary>
/// <param name="Code">The stable code, as in <c>DM1001</c>; null for one that DocMigrate did not raise on purpose.</param>
/// <param name="Message">What happened and where.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="ExitCode">What the tool returns.</param>
/// <param name="Detail">The stack trace of an error that nobody raised on purpose; else null.</param>
public sealed record ToolError(string? Code, string Message, string Remedy, ExitCode ExitCode, string? Detail = null);
