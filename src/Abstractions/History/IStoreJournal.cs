namespace DocMigrate.History;

/// <summary>The journal of a database: an entry for each migration and store.</summary>
/// <remarks>The rules of <see cref="IMigrationLedger"/> hold: reading creates nothing, writing joins an open transaction, nothing is deleted.</remarks>
public interface IStoreJournal
{
    /// <summary>All entries of a store, in the order in which they were first written.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces the entry of a migration on a store.</summary>
    Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken);
}
