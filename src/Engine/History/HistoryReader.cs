using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Reads ledger and journals. Creates and changes nothing.</summary>
/// <remarks>Operations are read only of what the code does not have just so, and of what the ledger will adopt: nobody asks for the others.</remarks>
internal sealed class HistoryReader(StoreSet stores, MigrationCatalog catalog, OperationSerializer serializer)
{
    /// <exception cref="Errors.StoreException">A store can't be reached.</exception>
    public async Task<HistorySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var database in stores.Databases)
        {
            await database.ExistsAsync(cancellationToken);
        }

        var ledger = new Dictionary<MigrationId, LedgerEntry>();
        foreach (var entry in await stores.History.Ledger.ReadAsync(cancellationToken))
        {
            ledger.Add(entry.Migration, IsInCode(entry) ? entry : await WithOperationsAsync(entry, cancellationToken));
        }

        var journals = new List<JournalEntry>();
        foreach (var backend in stores.Backends)
        {
            foreach (var journal in await backend.Database.Journal.ReadAsync(backend.Store, cancellationToken))
            {
                journals.Add(ledger.GetValueOrDefault(journal.Migration)?.Part(journal.Store) is null
                    ? journal with { Operations = await backend.Database.Journal.ReadOperationsAsync(journal.Store, journal.Migration, cancellationToken) }
                    : journal);
            }
        }

        return new HistorySnapshot(ledger.Values, journals, id => catalog.Find(id)?.Stores);
    }

    private bool IsInCode(LedgerEntry entry) =>
        catalog.Find(entry.Migration) is { } definition && catalog.HashOf(definition, serializer) == entry.Hash;

    private async Task<LedgerEntry> WithOperationsAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var operations = await stores.History.Ledger.ReadOperationsAsync(entry.Migration, cancellationToken);
        return entry with { Parts = entry.Parts.Select(part => part with { Operations = operations.GetValueOrDefault(part.Store) }).ToValueList() };
    }
}
