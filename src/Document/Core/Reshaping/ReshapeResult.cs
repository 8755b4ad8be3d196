namespace DocMigrate.Document.Reshaping;

/// <summary>What an operation did with a document.</summary>
public enum ReshapeResult
{
    /// <summary>Nothing: there was nothing to do.</summary>
    Unchanged,

    /// <summary>Changed it.</summary>
    Changed,

    /// <summary>Nothing: it does not fit.</summary>
    Misfit,
}
