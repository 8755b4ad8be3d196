namespace DocMigrate.Errors;

/// <summary>Rows or documents do not fit an operation, and its policy is to fail.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened, with counts and sample references.</param>
/// <param name="remedy">What to do.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class DataException(ErrorCode code, string message, string remedy, Exception? innerException = null)
    : MigrationException(code, message, remedy, innerException)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;
}
