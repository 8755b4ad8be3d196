using DocMigrate.History;

namespace DocMigrate.Engine.Repairing;

/// <summary>One change that a repair makes, or would make. Its JSON names are stable.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Migration">The migration, <c>module.name</c>; null when it is about none.</param>
/// <param name="Store">The store; null when it is about none alone.</param>
/// <param name="From">What the history said of the migration on the store; null when it said nothing.</param>
/// <param name="To">What it says then; null when the change is about no migration.</param>
/// <param name="Message">The change in words.</param>
public sealed record RepairChange(
    RepairChangeKind Kind, string? Migration, string? Store, MigrationStatus? From, MigrationStatus? To, string Message);
