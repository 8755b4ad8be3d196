namespace DocMigrate.Document.State;

/// <summary>What a field holds.</summary>
public enum ShapeKind
{
    /// <summary>A scalar, or anything.</summary>
    Scalar,

    /// <summary>A sub-document with known keys.</summary>
    Object,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object whose keys are data.</summary>
    Map,
}
