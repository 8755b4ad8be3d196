namespace DocMigrate.History;

/// <summary>The one history across stores. Kept in the database of the configuration's <c>history</c> store.</summary>
/// <remarks>
/// What an implementation must do: (1) reading creates nothing: a database or table that is not there reads as empty; (2) a write creates
/// what it needs; (3) a write made while a transaction of the same <see cref="Backends.IStoreDatabase"/> is open belongs to that
/// transaction, else it is durable when the task ends; (4) nothing is ever deleted, but by <see cref="DeleteAsync"/>; events never are; (5) operations
/// are read only when asked for: they are the bulk of a long history; (6) what an earlier version wrote is read as it is, and its tables get what they
/// lack with the first write; (7) what a newer version wrote is refused, for reading and for writing;
/// (8) an entry that is written while the database's lock is held gets the lock's fence.
/// </remarks>
public interface IMigrationLedger
{
    /// <summary>All entries, in <see cref="LedgerEntry.Order"/>, their parts without <see cref="LedgerPart.Operations"/>.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The migrations that are applied, and nothing else of them: what a start at which nothing is pending reads. Null when any entry is
    /// <see cref="MigrationStatus.Running"/> or <see cref="MigrationStatus.Failed"/>, for then it takes a closer look.
    /// </summary>
    Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(CancellationToken cancellationToken);

    /// <summary>The operations of a migration's parts, by store; empty when there is no such entry.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadOperationsAsync(MigrationId migration, CancellationToken cancellationToken);

    /// <summary>
    /// Inserts or replaces the entry of a migration with all its parts. Keeps the order of one that exists and assigns one where it is 0.
    /// A part whose <see cref="LedgerPart.Operations"/> are null keeps those that are there.
    /// </summary>
    Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the entry of a migration with all its parts, if there is one. For <c>migrate --prune</c> alone, which takes out of the history what
    /// the code no longer has; that it did so stays in the log.
    /// </summary>
    Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken);

    /// <summary>Appends to the log.</summary>
    Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken);

    /// <summary>The log, oldest first.</summary>
    Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken);

    /// <summary>The history's id and those of its stores; null when none was written.</summary>
    Task<HistoryIdentity?> ReadIdentityAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the history's id and those of its stores.</summary>
    Task WriteIdentityAsync(HistoryIdentity identity, CancellationToken cancellationToken);
}
