namespace DocMigrate.Models;

/// <summary>What a configuration states about a class; null where it states nothing.</summary>
internal sealed class EntityFacts
{
    private readonly Dictionary<string, PropertyFacts> _properties = new(StringComparer.Ordinal);

    public bool IsEntity { get; set; }

    public bool? IsCollection { get; set; }

    public string? Name { get; set; }

    public string? Store { get; set; }

    public string? Module { get; set; }

    public string? RenamedFrom { get; set; }

    /// <summary>The field that says which class a document is of.</summary>
    public string? Discriminator { get; set; }

    /// <summary>The derived classes with the values of the discriminator.</summary>
    public List<(Type Type, string Value)> Variants { get; } = [];

    /// <summary>The field of the stamp.</summary>
    public string? StampField { get; set; }

    /// <summary>Indexes by C# names, not yet by stored ones.</summary>
    public List<IndexModel> Indexes { get; } = [];

    /// <summary>By C# name.</summary>
    public IReadOnlyDictionary<string, PropertyFacts> Properties => _properties;

    public PropertyFacts Property(string clrName)
    {
        if (!_properties.TryGetValue(clrName, out var facts))
        {
            _properties.Add(clrName, facts = new PropertyFacts());
        }

        return facts;
    }
}
