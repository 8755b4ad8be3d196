namespace DocMigrate.History;

/// <summary>Where a migration, or its part on one store, stands.</summary>
public enum MigrationStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun and not ended: running now, or its process died.</summary>
    Running,

    /// <summary>Applied, wholly.</summary>
    Applied,

    /// <summary>Stopped by an error, at a recorded point.</summary>
    Failed,

    /// <summary>Undone, wholly.</summary>
    RolledBack,
}
