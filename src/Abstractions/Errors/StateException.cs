namespace DocMigrate.Errors;

/// <summary>An operation does not fit the state that the operations before it made. Nothing was done.</summary>
/// <param name="code">The stable code.</param>
/// <param name="message">What happened and where.</param>
/// <param name="remedy">What to do.</param>
public sealed class StateException(ErrorCode code, string message, string remedy) : MigrationException(code, message, remedy)
{
    /// <summary>The migration whose operation does not fit; null until it is known.</summary>
    public MigrationId? Migration { get; private init; }

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;

    /// <summary>The same error, with its place.</summary>
    public StateException In(MigrationId migration, string store) =>
        new(Code, $"Migration {migration}, store '{store}': {Message}", Remedy) { Migration = migration };
}
