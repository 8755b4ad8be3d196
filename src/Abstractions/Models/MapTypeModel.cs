namespace DocMigrate.Models;

/// <summary>A dictionary with text keys: an object whose keys are data.</summary>
/// <param name="Value">The value type.</param>
public sealed record MapTypeModel(TypeModel Value) : TypeModel;
