using DocMigrate.Sql.History;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>A connection as the history uses it.</summary>
internal sealed class PostgresHistorySession(NpgsqlConnection connection) : IHistorySession
{
    public Task ExecuteAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(sql, cancellationToken, [.. values]);

    public Task<object?> ScalarAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken) =>
        connection.ScalarAsync(sql, cancellationToken, [.. values]);

    public Task<List<T>> ListAsync<T>(string sql, Func<IHistoryRow, T> read, IReadOnlyList<object?> values, CancellationToken cancellationToken)
    {
        Row? row = null;
        return connection.ListAsync(sql, reader => read(row ??= new Row(reader)), cancellationToken, [.. values]);
    }

    private sealed class Row(NpgsqlDataReader reader) : IHistoryRow
    {
        public string Text(int column) => reader.GetString(column);

        public string? TextOrNull(int column) => reader.Text(column);

        public long Number(int column) => reader.GetInt64(column);
    }
}
