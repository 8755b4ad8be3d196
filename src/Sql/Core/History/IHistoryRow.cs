namespace DocMigrate.Sql.History;

/// <summary>A row that was read, its columns by number from 0. Valid only until the next row is read.</summary>
public interface IHistoryRow
{
    /// <summary>The text in a column that can't be null.</summary>
    string Text(int column);

    /// <summary>The text in a column; null where it is null.</summary>
    string? TextOrNull(int column);

    /// <summary>The integer in a column that can't be null.</summary>
    long Number(int column);
}
