namespace DocMigrate.Models;

/// <summary>What a configuration states about a property; null where it states nothing.</summary>
internal sealed class PropertyFacts
{
    public string? Name { get; set; }

    public bool? Required { get; set; }

    public int? MaxLength { get; set; }

    public bool HasDefault { get; set; }

    public object? Default { get; set; }

    public bool Key { get; set; }

    public string? RenamedFrom { get; set; }

    public bool Ignored { get; set; }

    public ScalarKind? StoredAs { get; set; }

    public Type? References { get; set; }
}
