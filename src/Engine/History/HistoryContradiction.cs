using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>The ledger says more about a store than the store itself knows: it was restored from a backup, deleted or swapped.</summary>
/// <param name="Migration">Which migration.</param>
/// <param name="Store">Which store.</param>
/// <param name="Ledger">What the ledger says.</param>
/// <param name="Journal">What the store's journal says; null when it has no entry.</param>
internal sealed record HistoryContradiction(MigrationId Migration, string Store, MigrationStatus Ledger, MigrationStatus? Journal)
{
    public string Message =>
        $"The history says that '{Migration}' is {Word(Ledger)} on the store '{Store}', and the store itself " +
        (Journal is { } status ? $"says that it is {Word(status)}." : "knows nothing of it.") +
        " The store was restored from a backup, deleted, or is another one.";

    public string Remedy => $"Check the connection of '{Store}', and bring the database that belongs to this history back. Nothing was changed.";

    private static string Word(MigrationStatus status) => status switch
    {
        MigrationStatus.RolledBack => "rolled back",
        MigrationStatus.Running => "half-done",
        MigrationStatus.Failed => "half-done",
        _ => status.ToString().ToLowerInvariant(),
    };
}
