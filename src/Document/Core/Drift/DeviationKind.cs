namespace DocMigrate.Document.Drift;

/// <summary>In which way a document is not of a shape.</summary>
internal enum DeviationKind
{
    /// <summary>A key that must be there is not.</summary>
    Missing,

    /// <summary>A key is there that the shape does not have.</summary>
    Extra,

    /// <summary>A value is of another type.</summary>
    OtherType,

    /// <summary>A text is none of those that it may be.</summary>
    OtherValue,
}
