namespace DocMigrate.Engine.Graph;

/// <summary>A target whose names were found.</summary>
/// <param name="Migrations">The migrations that must be applied; none for "zero".</param>
/// <param name="BackIn">The module in which later migrations are undone; null when nothing is to be undone.</param>
internal sealed record ResolvedTarget(ValueList<MigrationId> Migrations, string? BackIn);
