namespace DocMigrate.History;

/// <summary>The journal of a database: an entry for each migration and store.</summary>
/// <remarks>The rules of <see cref="IMigrationLedger"/> hold: reading creates nothing, writing joins an open transaction, nothing but a pruned migration is deleted.</remarks>
public interface IStoreJournal
{
    /// <summary>All entries of a store, in the order in which they were first written.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces the entry of a migration on a store.</summary>
    Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Deletes the entry of a migration on a store, if there is one. For <c>migrate --prune</c> alone.</summary>
    Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken);
}
