namespace DocMigrate.Document.Operations;

/// <summary>What an index of a collection finds documents by.</summary>
public enum DocumentIndexKind
{
    /// <summary>By the values at its paths, in order.</summary>
    Ordered,

    /// <summary>By the words in the texts at its paths.</summary>
    Text,

    /// <summary>By the values at any path below its one path; below the root, at any path at all.</summary>
    Wildcard,
}
