using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Reads ledger and journals. Creates and changes nothing.</summary>
internal sealed class HistoryReader(StoreSet stores, MigrationCatalog catalog)
{
    /// <exception cref="Errors.StoreException">A store can't be reached.</exception>
    public async Task<HistorySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var database in stores.Databases)
        {
            await database.ExistsAsync(cancellationToken);
        }

        var journals = new List<JournalEntry>();
        foreach (var backend in stores.Backends)
        {
            journals.AddRange(await backend.Database.Journal.ReadAsync(backend.Store, cancellationToken));
        }

        var ledger = await stores.History.Ledger.ReadAsync(cancellationToken);
        return new HistorySnapshot(ledger, journals, id => catalog.Find(id)?.Stores);
    }
}
