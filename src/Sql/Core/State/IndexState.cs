namespace DocMigrate.Sql.State;

/// <summary>An index of a table. Immutable.</summary>
public sealed record IndexState
{
    /// <summary>The name; no two indexes of a store share one.</summary>
    public required string Name { get; init; }

    /// <summary>The columns in order.</summary>
    public ValueList<string> Columns { get; init; } = [];

    /// <summary>Whether no two rows may have the same values. Nulls count as different from each other, as in the SQL standard.</summary>
    public bool Unique { get; init; }

    /// <summary>The name of an index that states none: <c>ix_</c>, the table and the columns, joined by underscores.</summary>
    public static string DefaultName(string table, IEnumerable<string> columns) => $"ix_{table}_{string.Join('_', columns)}";
}
