namespace DocMigrate;

/// <summary>Says that a model class is a collection of documents. (<c>[Table]</c> says that it is a table.)</summary>
/// <param name="name">The collection's name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAttribute(string name) : Attribute
{
    /// <summary>The collection's name.</summary>
    public string Name { get; } = name;
}
