namespace DocMigrate.Models;

/// <summary>A scalar.</summary>
/// <param name="Kind">Which.</param>
/// <param name="MaxLength">The greatest number of characters or bytes; null when unlimited.</param>
public sealed record ScalarTypeModel(ScalarKind Kind, int? MaxLength = null) : TypeModel;
