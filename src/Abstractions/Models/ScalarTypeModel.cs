namespace DocMigrate.Models;

/// <summary>A scalar.</summary>
/// <param name="Kind">Which.</param>
/// <param name="MaxLength">The greatest number of characters or bytes; null when unlimited.</param>
public sealed record ScalarTypeModel(ScalarKind Kind, int? MaxLength = null) : TypeModel
{
    /// <summary>The only texts that it may have, in the order of declaration; empty (the default) for any value of the kind.</summary>
    /// <remarks>With <see cref="ScalarKind.Any"/>: such a text, or an array of texts with a slash between them.</remarks>
    public ValueList<NamedValue> Values { get; init; } = [];
}
