namespace DocMigrate.Backends;

/// <summary>A row that was read, its columns by number from 0. Valid only until the next row is read.</summary>
public interface ISqlRow
{
    /// <summary>The text in a column that can't be null.</summary>
    string Text(int column);

    /// <summary>The text in a column; null where it is null.</summary>
    string? TextOrNull(int column);

    /// <summary>The integer in a column that can't be null.</summary>
    long Number(int column);

    /// <summary>What is in a column, as the driver gives it; null where it is null.</summary>
    object? Value(int column);
}
