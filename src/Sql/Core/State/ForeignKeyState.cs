namespace DocMigrate.Sql.State;

/// <summary>What a column refers to. Immutable.</summary>
public sealed record ForeignKeyState
{
    /// <summary>The table referred to.</summary>
    public required string Table { get; init; }

    /// <summary>The column referred to: a key or unique.</summary>
    public required string Column { get; init; }
}
