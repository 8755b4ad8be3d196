namespace DocMigrate.Document.Drift;

/// <summary>In which way an index is not as it should be.</summary>
internal enum DriftIndexKind
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>No migration made it.</summary>
    Extra,

    /// <summary>It should be unique and is not.</summary>
    NotUnique,

    /// <summary>It is unique and should not be.</summary>
    Unique,

    /// <summary>It is over other paths, or other documents, or has other options.</summary>
    Different,
}
