namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>migrate --prune</c> takes out of the history. Immutable.</summary>
/// <param name="Migrations">The migrations, in the order in which they were applied.</param>
/// <param name="Kept">
/// Migrations that the code does not have either and that stay: a squashed migration is recorded as applied because these are, and what is in the stores
/// is known by their entries. They are in nobody's way.
/// </param>
/// <param name="Pruned">Whether it was done.</param>
public sealed record PruneReport(ValueList<PrunedMigrationReport> Migrations, ValueList<string> Kept, bool Pruned);
