using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Tells by a glance at ledger and journals that all of the code is applied, just as it is. Creates and changes nothing.</summary>
/// <remarks>
/// An application that starts has nothing to do nearly every time, and a long history is much to read. Whatever is not as plain as this (half-done,
/// edited, unknown to the code, squashed, another store than before) is left to <see cref="HistoryReader"/>.
/// </remarks>
internal sealed class HistoryGlance(StoreSet stores, MigrationCatalog catalog, OperationSerializer serializer)
{
    /// <returns>Whether nothing is pending, and there is nothing to say. False does not mean that there is.</returns>
    /// <exception cref="Errors.StoreException">A store can't be reached.</exception>
    public async Task<bool> IsSettledAsync(CancellationToken cancellationToken)
    {
        if (await stores.History.Ledger.ReadIdentityAsync(cancellationToken) is not { } history || SettledCatalog.Of(catalog, serializer) is not { } settled)
        {
            return false;
        }

        foreach (var backend in stores.Backends)
        {
            await backend.Database.ExistsAsync(cancellationToken);
        }

        return settled.Holds(await stores.History.Ledger.ReadAppliedAsync(cancellationToken))
            && settled.Stores.All(store => stores.Names.Contains(store))
            && await AreAsync(settled, history, cancellationToken);
    }

    private async Task<bool> AreAsync(SettledCatalog settled, HistoryIdentity history, CancellationToken cancellationToken)
    {
        foreach (var store in stores.Names)
        {
            var journal = stores[store].Database.Journal;
            if (settled.Stores.Contains(store)
                && (await journal.ReadIdentityAsync(store, cancellationToken) is not { } identity || identity.Id != history.Of(store) || identity.History != history.Id))
            {
                return false;
            }

            if (!settled.Holds(store, await journal.ReadAppliedAsync(store, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }
}
