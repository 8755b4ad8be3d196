namespace DocMigrate.Document.Attaching;

/// <summary>A collection whose documents are in a column of a table that somebody else made: as the configuration says. Immutable.</summary>
public sealed record AttachedCollection
{
    /// <summary>The collection's name, as migrations write it.</summary>
    public required string Collection { get; init; }

    /// <summary>The schema that the table is in; null (the default) where the database has none, or for the first of the search path.</summary>
    public string? Schema { get; init; }

    /// <summary>The table's name, as the database has it.</summary>
    public required string Table { get; init; }

    /// <summary>The column that tells documents apart. Kept values and the quarantine know a document by what is in it.</summary>
    public required string Key { get; init; }

    /// <summary>The column that has the documents. A row that has NULL in it has no document.</summary>
    public required string Column { get; init; }

    /// <summary>Whether documents may get stamps, which the table's own program must then let pass. Default false.</summary>
    public bool Stamps { get; init; }

    /// <summary>The table for a person: with its schema where one is stated.</summary>
    public string Place => Schema is null ? Table : $"{Schema}.{Table}";
}
