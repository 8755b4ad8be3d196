using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Reads ledger and journals. Creates and changes nothing.</summary>
/// <remarks>Operations are read only of what the code does not have just so, and of what ledger and journal may disagree about: nobody asks for the others.</remarks>
internal sealed class HistoryReader(StoreSet stores, MigrationCatalog catalog, OperationSerializer serializer)
{
    /// <exception cref="Errors.StoreException">A store can't be reached.</exception>
    public async Task<HistorySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var database in stores.Databases)
        {
            await database.ExistsAsync(cancellationToken);
        }

        var entries = await stores.History.Ledger.ReadAsync(cancellationToken);
        var ledger = entries.ToDictionary(static entry => entry.Migration);
        var facts = new List<StoreFacts>();
        var different = new HashSet<MigrationId>();
        foreach (var backend in stores.Backends)
        {
            var store = await ReadAsync(backend.Store, backend.Database.DisplayName, backend.Database.Journal, ledger, cancellationToken);
            facts.Add(store);
            different.UnionWith(store.Journal.Where(static journal => journal.Operations is not null).Select(static journal => journal.Migration));
        }

        foreach (var entry in entries.Where(entry => different.Contains(entry.Migration) || !IsInCode(entry)))
        {
            ledger[entry.Migration] = await WithOperationsAsync(entry, cancellationToken);
        }

        var identity = await stores.History.Ledger.ReadIdentityAsync(cancellationToken);
        return new HistorySnapshot(ledger.Values, facts, identity, stores.HistoryStore, catalog.StoresOf);
    }

    private static async Task<StoreFacts> ReadAsync(
        string store, string database, IStoreJournal journal, Dictionary<MigrationId, LedgerEntry> ledger, CancellationToken cancellationToken)
    {
        var entries = new List<JournalEntry>();
        foreach (var entry in await journal.ReadAsync(store, cancellationToken))
        {
            entries.Add(IsAsRecorded(entry, ledger.GetValueOrDefault(entry.Migration))
                ? entry
                : entry with { Operations = await journal.ReadOperationsAsync(store, entry.Migration, cancellationToken) });
        }

        return new StoreFacts(store, database, await journal.ReadIdentityAsync(store, cancellationToken), entries);
    }

    private static bool IsAsRecorded(JournalEntry journal, LedgerEntry? entry) =>
        entry?.Part(journal.Store) is { } part && part.Status == journal.Status && entry.Hash == journal.Hash;

    private bool IsInCode(LedgerEntry entry) =>
        catalog.Find(entry.Migration) is { } definition && catalog.HashOf(definition, serializer) == entry.Hash;

    private async Task<LedgerEntry> WithOperationsAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var operations = await stores.History.Ledger.ReadOperationsAsync(entry.Migration, cancellationToken);
        return entry with { Parts = entry.Parts.Select(part => part with { Operations = operations.GetValueOrDefault(part.Store) }).ToValueList() };
    }
}
