namespace DocMigrate;

/// <summary>Says that each document of a collection bears a stamp: how far along the collection's history of changes it is.</summary>
/// <remarks>
/// With it a reader that meets documents of several versions knows which is which (<c>docs/documents/reading-while-behind.md</c>). Opt-in, because whoever
/// reads the documents must put up with the field.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VersionedAttribute : Attribute
{
    /// <summary>The field that has the stamp, at the top of the document. Default: <c>_v</c>.</summary>
    public string Field { get; init; } = "_v";
}
