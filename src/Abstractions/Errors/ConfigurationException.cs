namespace DocMigrate.Errors;

/// <summary>The configuration, the command line or the project can't be used as it is. Nothing was done.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where.</param>
/// <param name="remedy">What to do.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class ConfigurationException(ErrorCode code, string message, string remedy, Exception? innerException = null)
    : MigrationException(code, message, remedy, innerException)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;
}
