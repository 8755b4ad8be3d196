using System.Runtime.CompilerServices;
using DocMigrate.Backends;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Access;

/// <summary>A connection as what is the same in all SQL databases uses it.</summary>
internal sealed class SqliteSqlSession(SqliteConnection connection) : ISqlSession
{
    public Task<int> ExecuteAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(sql, cancellationToken, [.. values]);

    public Task<object?> ScalarAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancellationToken) =>
        connection.ScalarAsync(sql, cancellationToken, [.. values]);

    public Task<List<T>> ListAsync<T>(string sql, Func<ISqlRow, T> read, IReadOnlyList<object?> values, CancellationToken cancellationToken)
    {
        Row? row = null;
        return connection.ListAsync(sql, reader => read(row ??= new Row(reader)), cancellationToken, [.. values]);
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, Func<ISqlRow, T> read, IReadOnlyList<object?> values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, [.. values]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new Row(reader);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return read(row);
        }
    }

    private sealed class Row(SqliteDataReader reader) : ISqlRow
    {
        public string Text(int column) => reader.GetString(column);

        public string? TextOrNull(int column) => reader.Text(column);

        public long Number(int column) => reader.GetInt64(column);

        public object? Value(int column) => reader.GetValue(column) is var value and not DBNull ? value : null;
    }
}
