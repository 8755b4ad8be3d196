using System.Text.Json.Nodes;

namespace DocMigrate.Faults.Oracle;

/// <summary>What was found in the databases; of each of them, at one moment.</summary>
/// <param name="Records">The rows or documents of each store, in the order of their keys.</param>
/// <param name="Claims">What the ledger says of each store's part of a migration, and what the store's own journal says.</param>
internal sealed record Snapshot(IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Records, IReadOnlyList<Claim> Claims);
