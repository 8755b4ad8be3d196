namespace DocMigrate.Document.Upgrading;

/// <summary>Why a document can't be brought to the version that the code expects.</summary>
public enum UpgradeFailure
{
    /// <summary>It was written by a newer version, and the way down needs what only the store has aside, or code that is not there.</summary>
    Newer,

    /// <summary>It bears no stamp, and by its looks it could be of several versions that would become different documents.</summary>
    Ambiguous,

    /// <summary>It is of no version that code or history know: by its stamp, or where it bears none, by its looks.</summary>
    Unknown,

    /// <summary>It does not fit an operation on the way: one that a pass puts into quarantine.</summary>
    Misfit,
}
