using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>The ledger says something else about a store than the store itself knows, and the store is the right one: it was restored to an earlier copy.</summary>
/// <param name="Migration">Which migration.</param>
/// <param name="Store">Which store.</param>
/// <param name="Ledger">What the ledger says.</param>
/// <param name="Journal">What the store's journal says; null when it has no entry.</param>
internal sealed record HistoryContradiction(MigrationId Migration, string Store, MigrationStatus Ledger, MigrationStatus? Journal)
{
    public string Message =>
        $"The history says that '{Migration}' is {Word(Ledger)} on the store '{Store}', and the store itself " +
        (Journal is not { } status ? "knows nothing of it."
            : status == Ledger ? "has it as it was before it was edited."
            : $"says that it is {Word(status)}.") +
        " The store was restored to an earlier copy, it seems.";

    public string Remedy =>
        $"If it was, run 'docmigrate repair --store {Store}', which takes the store's word, and then 'docmigrate migrate', which applies again what it lacks. "
        + $"Else check the connection of '{Store}'. Nothing was changed.";

    public HistoryProblem ToProblem() => new(HistoryErrors.StoreBehind, Message, Remedy, Store, Migration);

    private static string Word(MigrationStatus status) => status switch
    {
        MigrationStatus.RolledBack => "rolled back",
        MigrationStatus.Running => "half-done",
        MigrationStatus.Failed => "half-done",
        _ => status.ToString().ToLowerInvariant(),
    };
}
