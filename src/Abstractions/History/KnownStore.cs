namespace DocMigrate.History;

/// <summary>A store as its history remembers it.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Id">Its <see cref="StoreIdentity.Id"/>.</param>
public sealed record KnownStore(string Store, string Id);
