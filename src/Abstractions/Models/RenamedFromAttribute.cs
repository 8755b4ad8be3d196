namespace DocMigrate;

/// <summary>Says what something was stored as before, so that <c>makemigrations</c> renames instead of dropping and adding. May stay for ever.</summary>
/// <remarks>
/// On a class: the table or collection; on a class that is one of several in a collection: the value of the discriminator. On a property: the column or field.
/// On a member of an enum that is stored as text: the text.
/// </remarks>
/// <param name="name">The old stored name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RenamedFromAttribute(string name) : Attribute
{
    /// <summary>The old stored name.</summary>
    public string Name { get; } = name;
}
