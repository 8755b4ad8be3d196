namespace DocMigrate.Engine.Reporting;

/// <summary>What became of an operation since its migration was applied.</summary>
public enum OperationChangeKind
{
    /// <summary>The code has it, and it was not applied.</summary>
    Added,

    /// <summary>It was applied, and the code does not have it any more.</summary>
    Removed,

    /// <summary>The code has it otherwise.</summary>
    Changed,
}
