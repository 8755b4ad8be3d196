namespace DocMigrate.History;

/// <summary>What a store knows about itself, so that one that was swapped for another is not taken for it. Immutable.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Id">The id that was generated for it: 32 hexadecimal digits.</param>
/// <param name="History">The <see cref="HistoryIdentity.Id"/> of the history that it belongs to; null when it was never told.</param>
public sealed record StoreIdentity(string Store, string Id, string? History);
