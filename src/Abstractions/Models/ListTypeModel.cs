namespace DocMigrate.Models;

/// <summary>A list or an array.</summary>
/// <param name="Element">The element type.</param>
public sealed record ListTypeModel(TypeModel Element) : TypeModel;
