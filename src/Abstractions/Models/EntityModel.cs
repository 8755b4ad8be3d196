namespace DocMigrate.Models;

/// <summary>A model class that is a table or a collection, read into neutral form. Immutable.</summary>
public sealed record EntityModel
{
    /// <summary>The table's or collection's name.</summary>
    public required string Name { get; init; }

    /// <summary>The C# class, for messages.</summary>
    public required string ClrName { get; init; }

    /// <summary>The store that it is in.</summary>
    public required string Store { get; init; }

    /// <summary>The module that its migrations belong to.</summary>
    public required string Module { get; init; }

    /// <summary>The properties in the order of declaration.</summary>
    public required ValueList<PropertyModel> Properties { get; init; }

    /// <summary>The indexes.</summary>
    public ValueList<IndexModel> Indexes { get; init; } = [];

    /// <summary>The field that has the stamp of each document; null (the default) for a collection that is not <c>[Versioned]</c>, and for a table.</summary>
    public string? StampField { get; init; }

    /// <summary>The name that it had before, from <c>[RenamedFrom]</c>; null when it was not renamed.</summary>
    public string? RenamedFrom { get; init; }
}
