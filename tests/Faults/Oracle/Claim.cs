namespace DocMigrate.Faults.Oracle;

/// <summary>What a ledger or a journal says of one migration on one store.</summary>
/// <param name="By">Who says it: <c>ledger</c> or <c>journal</c>.</param>
/// <param name="Migration">The migration's number.</param>
/// <param name="Store">The store.</param>
/// <param name="Status">What it says it is, as written: <c>applied</c>, <c>rolledBack</c>…</param>
/// <param name="WithoutEffect">Whether a journal says that it was begun and nothing of it was done.</param>
internal sealed record Claim(string By, int Migration, string Store, string Status, bool WithoutEffect = false);
