namespace DocMigrate;

/// <summary>An index on a model class.</summary>
/// <param name="properties">The C# names of the properties, in order; dotted for nested ones.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IndexAttribute(params string[] properties) : Attribute
{
    /// <summary>The C# names of the properties, in order.</summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <summary>The index's name; null (the default) for one made from table and properties.</summary>
    public string? Name { get; set; }

    /// <summary>Whether no two rows or documents may have the same values. Default false.</summary>
    public bool Unique { get; set; }
}
