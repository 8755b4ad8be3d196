using DocMigrate.Engine.Configuration;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>Holds the ids that the ledger remembers against those that the stores have.</summary>
internal static class StoreComparison
{
    /// <summary>What does not fit; empty when every store is the one that the ledger speaks of, or is new to it.</summary>
    /// <param name="known">What the ledger knows; null when it was never told.</param>
    /// <param name="ledger">The ledger's entries.</param>
    /// <param name="stores">All stores of the configuration.</param>
    /// <param name="historyStore">The store whose database should hold the ledger.</param>
    public static IReadOnlyList<HistoryProblem> Compare(
        HistoryIdentity? known, IReadOnlyCollection<LedgerEntry> ledger, IReadOnlyList<StoreFacts> stores, string historyStore)
    {
        if (known is null && ledger.Count == 0)
        {
            return Lost(stores, historyStore) is { } lost ? [lost] : [];
        }

        return [.. stores.Select(store => Compare(known, ledger, store)).OfType<HistoryProblem>()];
    }

    /// <summary>The ids of the histories that stores say they belong to.</summary>
    public static IReadOnlyList<string> Claims(IEnumerable<StoreFacts> stores) =>
        [.. stores.Select(static store => store.Identity?.History).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static HistoryProblem? Lost(IReadOnlyList<StoreFacts> stores, string historyStore)
    {
        var members = stores.Where(static store => store.Identity?.History is not null || store.Journal.Count > 0).ToArray();
        if (members.Length == 0)
        {
            return null;
        }

        var names = Suggest.List(members.Select(static store => store.Store));
        var place = stores.First(store => store.Store == historyStore).Database;
        return Claims(members).Count > 1
            ? new HistoryProblem(
                HistoryErrors.TwoHistories,
                $"There is no history in '{place}', and the stores {names} belong to different ones.",
                $"Correct the connection of the store that is not this project's, or of '{historyStore}', which holds the history. If a store is to "
                    + "belong to this project from now on, run 'docmigrate repair --accept-store <store>'.")
            : new HistoryProblem(
                HistoryErrors.HistoryLost,
                $"There is no history in '{place}', and {(members.Length == 1 ? $"the store {names} belongs" : $"the stores {names} belong")} to one.",
                $"Correct the connection of '{historyStore}', which holds the history, or bring its database back. If it is lost, run 'docmigrate repair': it "
                    + "rebuilds the history from the stores' journals.");
    }

    private static HistoryProblem? Compare(HistoryIdentity? known, IReadOnlyCollection<LedgerEntry> ledger, StoreFacts store)
    {
        var accept = $"Correct the connection of '{store.Store}', or bring the database that belongs to this history back. If this is the store to work with "
            + $"from now on, run 'docmigrate repair --accept-store {store.Store}'.";
        if (store.Identity is null)
        {
            var applied = ledger.Count(entry => entry.Part(store.Store)?.Status == MigrationStatus.Applied);
            return store.Journal.Count > 0 || applied == 0
                ? null
                : new HistoryProblem(
                    HistoryErrors.StoreGone,
                    $"The history says that {applied} migration{(applied == 1 ? " is" : "s are")} applied on the store '{store.Store}', and nothing of it is in '{store.Database}'.",
                    accept, store.Store);
        }

        if (store.Identity.History is { } history && history != known?.Id)
        {
            return new HistoryProblem(
                HistoryErrors.AnotherStore, $"The store '{store.Store}' in '{store.Database}' belongs to another history.", accept, store.Store);
        }

        return known?.Of(store.Store) is { } id && id != store.Identity.Id
            ? new HistoryProblem(
                HistoryErrors.AnotherStore,
                $"'{store.Database}' is not the database that the history knows as the store '{store.Store}'.", accept, store.Store)
            : null;
    }
}
