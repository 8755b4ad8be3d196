namespace DocMigrate.Errors;

/// <summary>A store can't be opened, read or written.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where; without secrets.</param>
/// <param name="remedy">What to do.</param>
/// <param name="innerException">The cause, or null.</param>
public sealed class StoreException(ErrorCode code, string message, string remedy, Exception? innerException = null)
    : MigrationException(code, message, remedy, innerException)
{
    /// <summary>Whether another process was writing to it for longer than this one waits: the same may succeed later.</summary>
    public bool IsBusy { get; init; }

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;
}
