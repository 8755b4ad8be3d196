namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>What is known of a thing that was kept aside, besides its values.</summary>
internal sealed record AsideDetail
{
    /// <summary>A table's or index's stored text; a column's own text.</summary>
    public required string Sql { get; init; }

    /// <summary>A table's indexes and triggers; the constraints that went with a column.</summary>
    public IReadOnlyList<string> Dependants { get; init; } = [];

    /// <summary>A table's stored columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The number that AUTOINCREMENT had come to.</summary>
    public long? Sequence { get; init; }

    /// <summary>Whether rowids were kept too.</summary>
    public bool HasRowid { get; init; }

    /// <summary>The column that a column stood before; null when it was the last.</summary>
    public string? Before { get; init; }

    /// <summary>Whether a column's values were computed, so that none were kept.</summary>
    public bool Generated { get; init; }
}
