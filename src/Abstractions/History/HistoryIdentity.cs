namespace DocMigrate.History;

/// <summary>What a ledger knows about itself and its stores. Immutable.</summary>
/// <param name="Id">The id that was generated for the history: 32 hexadecimal digits. The stores know it too.</param>
/// <param name="Stores">The id of each store that a run of this history worked on, by name.</param>
public sealed record HistoryIdentity(string Id, ValueList<KnownStore> Stores)
{
    /// <summary>The id that the ledger remembers of a store; null when it knows none.</summary>
    public string? Of(string store) => Stores.FirstOrDefault(known => known.Store == store)?.Id;
}
