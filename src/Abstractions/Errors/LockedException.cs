using DocMigrate.Locking;

namespace DocMigrate.Errors;

/// <summary>Another run holds the lock, and this one did nothing.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">Who holds it.</param>
/// <param name="remedy">What to do.</param>
/// <param name="holder">The holder, or null when it could not be read.</param>
public sealed class LockedException(ErrorCode code, string message, string remedy, LockHolder? holder)
    : MigrationException(code, message, remedy)
{
    /// <summary>The holder, or null when it could not be read.</summary>
    public LockHolder? Holder { get; } = holder;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Locked;
}
