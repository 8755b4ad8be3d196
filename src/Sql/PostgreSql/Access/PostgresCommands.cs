using System.Globalization;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>Short ways to run statements with numbered parameters: <c>$1</c>, <c>$2</c>… Null is sent without a type: the server infers it.</summary>
internal static class PostgresCommands
{
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<object?> ScalarAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? value : null;
    }

    public static async Task<long> CountAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values) =>
        Convert.ToInt64(await connection.ScalarAsync(sql, cancellationToken, values) ?? 0L, CultureInfo.InvariantCulture);

    public static async Task<string?> TextAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values) =>
        (string?)await connection.ScalarAsync(sql, cancellationToken, values);

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
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
    public static string? Text(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>A command with its parameters.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
