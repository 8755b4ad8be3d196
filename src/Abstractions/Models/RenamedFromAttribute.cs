namespace DocMigrate;

/// <summary>Says what a class or property was stored as before, so that <c>makemigrations</c> renames instead of dropping and adding. May stay for ever.</summary>
/// <param name="name">The old stored name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class RenamedFromAttribute(string name) : Attribute
{
    /// <summary>The old stored name.</summary>
    public string Name { get; } = name;
}
