using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Access;

/// <summary>Short ways to run statements with numbered parameters: <c>$1</c>, <c>$2</c>…</summary>
internal static class SqliteCommands
{
    public static async Task<int> ExecuteAsync(
        this SqliteConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<object?> ScalarAsync(
        this SqliteConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? value : null;
    }

    public static async Task<long> CountAsync(
        this SqliteConnection connection, string sql, CancellationToken cancellationToken, params object?[] values) =>
        Convert.ToInt64(await connection.ScalarAsync(sql, cancellationToken, values) ?? 0L, CultureInfo.InvariantCulture);

    public static async Task<string?> TextAsync(
        this SqliteConnection connection, string sql, CancellationToken cancellationToken, params object?[] values) =>
        (string?)await connection.ScalarAsync(sql, cancellationToken, values);

    public static async Task<List<T>> ListAsync<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(reader));
        }

        return items;
    }

    /// <summary>The text in a column, or null.</summary>
    public static string? Text(this SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>A command with its parameters.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1).ToString(CultureInfo.InvariantCulture), values[i] ?? DBNull.Value);
        }

        return command;
    }
}
