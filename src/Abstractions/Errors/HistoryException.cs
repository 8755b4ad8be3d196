namespace DocMigrate.Errors;

/// <summary>The history and the request contradict each other: an unknown target, an irreversible step, an applied migration before its dependency.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where.</param>
/// <param name="remedy">What to do.</param>
/// <param name="exitCode">What the tool returns; <see cref="ExitCode.Failed"/> unless the request itself was wrong.</param>
public sealed class HistoryException(ErrorCode code, string message, string remedy, ExitCode exitCode = ExitCode.Failed)
    : MigrationException(code, message, remedy)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode { get; } = exitCode;
}
