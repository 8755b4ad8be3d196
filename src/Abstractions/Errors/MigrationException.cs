namespace DocMigrate.Errors;

/// <summary>The base of every error that DocMigrate raises on purpose: what happened, where, and what to do about it.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where: full sentences that quote the names.</param>
/// <param name="remedy">What to do, as an instruction. Never empty.</param>
/// <param name="innerException">The cause, or null.</param>
public abstract class MigrationException(ErrorCode code, string message, string remedy, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>What to do, as an instruction.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>What the command line tool returns for it.</summary>
    public abstract ExitCode ExitCode { get; }
}
