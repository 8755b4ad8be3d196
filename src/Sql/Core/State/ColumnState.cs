using DocMigrate.Models;

namespace DocMigrate.Sql.State;

/// <summary>A column of a table, independent of any store's type names. Immutable.</summary>
public sealed record ColumnState
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The type; never <see cref="ScalarKind.Any"/> or <see cref="ScalarKind.ObjectId"/>.</summary>
    public required ScalarKind Type { get; init; }

    /// <summary>The greatest number of characters or bytes; null when unlimited. A store that has no such limit (SQLite) does not enforce it.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether it may be null. Default false.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether it is the primary key, or a part of it.</summary>
    public bool Key { get; init; }

    /// <summary>Whether the store gives new rows a number that was never used before. Only for a single integer key.</summary>
    public bool AutoIncrement { get; init; }

    /// <summary>
    /// The value that the store gives to new rows that state none, as invariant text (<c>true</c>, <c>12.5</c>, <c>2026-01-31</c>, bytes as
    /// hexadecimal digits); null when there is none.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>What it refers to; null when it is no foreign key.</summary>
    public ForeignKeyState? References { get; init; }
}
