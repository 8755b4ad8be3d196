using Microsoft.Data.Sqlite;

namespace Shop.Demo;

/// <summary>The columns and rows of a table, in the order of its key.</summary>
internal sealed record TableCopy(string Table, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)
{
    public static async Task<TableCopy> ReadAsync(SqliteConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. columns.Select((_, i) => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return new TableCopy(table, columns, rows);
    }

    public string Show(long id)
    {
        var row = Rows.Single(row => id.Equals(row[0]));
        return string.Join(", ", Columns.Zip(row, static (column, value) => $"{column} = {value ?? "null"}"));
    }

    public IEnumerable<string> DifferencesTo(TableCopy other)
    {
        if (!Columns.SequenceEqual(other.Columns))
        {
            yield return $"{Table} has the columns {string.Join(", ", other.Columns)}, not {string.Join(", ", Columns)}";
            yield break;
        }

        if (Rows.Count != other.Rows.Count)
        {
            yield return $"{Table} has {other.Rows.Count} rows, not {Rows.Count}";
            yield break;
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            if (!Rows[i].SequenceEqual(other.Rows[i]))
            {
                yield return $"{Table}: row {string.Join(", ", Rows[i])} became {string.Join(", ", other.Rows[i])}";
            }
        }
    }
}
