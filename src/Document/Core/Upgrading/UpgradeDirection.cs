namespace DocMigrate.Document.Upgrading;

/// <summary>What was done with a document.</summary>
public enum UpgradeDirection
{
    /// <summary>Nothing: it is of the version that the code expects.</summary>
    None,

    /// <summary>It was older, and is as the code expects it now.</summary>
    Up,

    /// <summary>It is newer, and is shown as the code expects it. What is stored is as it was.</summary>
    Down,
}
