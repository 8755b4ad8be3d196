namespace DocMigrate.Errors;

/// <summary>An answer is lacking, and there is nobody to ask: a default for a new required column, say.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">The question.</param>
/// <param name="remedy">How to give the answer on the command line.</param>
public sealed class AnswerRequiredException(ErrorCode code, string message, string remedy) : MigrationException(code, message, remedy)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Found;
}
