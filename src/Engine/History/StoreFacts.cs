using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>What was read of a store.</summary>
/// <param name="Store">Its name.</param>
/// <param name="Database">What a person recognises its database by.</param>
/// <param name="Identity">What it knows about itself; null when it was never told, or is not there.</param>
/// <param name="Journal">Its journal.</param>
internal sealed record StoreFacts(string Store, string Database, StoreIdentity? Identity, IReadOnlyList<JournalEntry> Journal);
