namespace DocMigrate.History;

/// <summary>The journal of a database: an entry for each migration and store, and the ids of the stores.</summary>
/// <remarks>
/// The rules of <see cref="IMigrationLedger"/> hold: reading creates nothing, writing joins an open transaction, nothing but a pruned migration is deleted,
/// operations are read only when asked for, what an earlier version wrote is read, what a newer one wrote is refused.
/// </remarks>
public interface IStoreJournal
{
    /// <summary>All entries of a store, in the order in which they were first written, without <see cref="JournalEntry.Operations"/>.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken);

    /// <summary>The same of a store as <see cref="IMigrationLedger.ReadAppliedAsync"/> of the whole.</summary>
    Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(string store, CancellationToken cancellationToken);

    /// <summary>The operations of a migration's entry; null when there is none.</summary>
    Task<string?> ReadOperationsAsync(string store, MigrationId migration, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces the entry of a migration on a store. Where <see cref="JournalEntry.Operations"/> are null those that are there are kept.</summary>
    Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Deletes the entry of a migration on a store, if there is one. For <c>migrate --prune</c> alone.</summary>
    Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken);

    /// <summary>What a store knows about itself; null when it was never told.</summary>
    Task<StoreIdentity?> ReadIdentityAsync(string store, CancellationToken cancellationToken);

    /// <summary>Tells a store who it is, in place of what it knew.</summary>
    Task WriteIdentityAsync(StoreIdentity identity, CancellationToken cancellationToken);
}
