namespace DocMigrate;

/// <summary>Says which store a model class is in. Without it: the first store of the configuration that holds tables, or documents for a <see cref="CollectionAttribute"/>.</summary>
/// <param name="name">The store's name in the configuration.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoreAttribute(string name) : Attribute
{
    /// <summary>The store's name.</summary>
    public string Name { get; } = name;
}
