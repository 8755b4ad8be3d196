using DocMigrate.History;

namespace DocMigrate.Engine.Repairing;

/// <summary>What a repair will write.</summary>
/// <param name="History">What the ledger is to know of itself and its stores.</param>
/// <param name="Accepted">What the accepted store is to be told; null when it need not be told anything.</param>
/// <param name="Entries">The entries to be written, in order.</param>
/// <param name="Changes">The same in words.</param>
internal sealed record RepairPlan(
    HistoryIdentity History, StoreIdentity? Accepted, IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<RepairChange> Changes);
