namespace DocMigrate.Errors;

/// <summary>A run that held the lock does not hold it any more: it was frozen or cut off, and another run or <c>unlock</c> raised the fence. It must write nothing more.</summary>
/// <param name="database">The database, as a person recognises it.</param>
/// <param name="own">The fence of this run.</param>
/// <param name="present">The fence that is in the database now.</param>
public sealed class LockLostException(string database, long own, long present) : MigrationException(
    LockErrors.Lost,
    $"The lock of '{database}' was lost: the run worked under fence {own}, and the database has fence {present} now. " +
    "Another run took over while this one stood still, or 'docmigrate unlock' ended it. Nothing was written after that.",
    "Run the same command again: it goes on from what is recorded.")
{
    /// <summary>The fence of this run.</summary>
    public long Own { get; } = own;

    /// <summary>The fence that was in the database.</summary>
    public long Present { get; } = present;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Locked;
}
