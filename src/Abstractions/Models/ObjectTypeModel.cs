namespace DocMigrate.Models;

/// <summary>A nested class.</summary>
/// <param name="Properties">Its properties in the order of declaration.</param>
public sealed record ObjectTypeModel(ValueList<PropertyModel> Properties) : TypeModel;
