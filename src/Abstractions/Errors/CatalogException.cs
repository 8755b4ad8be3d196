namespace DocMigrate.Errors;

/// <summary>The migrations in the code contradict each other: two of one name, a cycle, a dependency that is not there. Nothing was done.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where.</param>
/// <param name="remedy">What to do.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class CatalogException(ErrorCode code, string message, string remedy, Exception? innerException = null)
    : MigrationException(code, message, remedy, innerException)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;
}
