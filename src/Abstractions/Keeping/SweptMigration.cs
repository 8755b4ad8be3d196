namespace DocMigrate.Keeping;

/// <summary>What a sweep came to for one migration in one collection. Its JSON names are stable.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Told">Whether all documents that are behind it were found; false where looks do not tell old from new.</param>
/// <param name="Changed">How many were brought up to it.</param>
/// <param name="Quarantined">How many are on the quarantine list since, for they do not fit it.</param>
/// <param name="Late">How many are behind it still: they do not fit it, or others write them all the time.</param>
public sealed record SweptMigration(MigrationId Migration, bool Told, long Changed, long Quarantined, long Late);
