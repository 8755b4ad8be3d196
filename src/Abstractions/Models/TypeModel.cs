namespace DocMigrate.Models;

/// <summary>The type of a property: <see cref="ScalarTypeModel"/>, <see cref="ObjectTypeModel"/>, <see cref="ListTypeModel"/> or <see cref="MapTypeModel"/>. Immutable.</summary>
public abstract record TypeModel;
