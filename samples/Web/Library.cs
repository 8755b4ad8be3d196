using System.Text.Json;
using Microsoft.Data.Sqlite;
using Web.Models;

namespace Web;

/// <summary>The data, as the application itself reads and writes it: DocMigrate is not in the way.</summary>
public sealed class Library(IConfiguration configuration)
{
    public Task<List<Book>> BooksAsync(CancellationToken cancellationToken) =>
        QueryAsync("main", "SELECT id, title, year, language FROM books ORDER BY id", BookOf, cancellationToken);

    public async Task<Book?> BookAsync(int id, CancellationToken cancellationToken) =>
        (await QueryAsync("main", "SELECT id, title, year, language FROM books WHERE id = $1", BookOf, cancellationToken, id)).SingleOrDefault();

    public Task<List<Review>> ReviewsAsync(int book, CancellationToken cancellationToken) => QueryAsync(
        "reviews", "SELECT json(document) FROM reviews WHERE document ->> 'bookId' = $1 ORDER BY seq",
        static row => JsonSerializer.Deserialize<Review>(row.GetString(0))!, cancellationToken, book);

    public async Task AddAsync(Review review, CancellationToken cancellationToken) => await QueryAsync(
        "reviews", "INSERT INTO reviews (_id, document) VALUES ($1, jsonb($2))",
        static row => row.GetString(0), cancellationToken, review.Id!, JsonSerializer.Serialize(review));

    private static Book BookOf(SqliteDataReader row) =>
        new() { Id = row.GetInt32(0), Title = row.GetString(1), Year = row.GetInt32(2), Language = row.GetString(3) };

    private async Task<List<T>> QueryAsync<T>(
        string store, string sql, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params object[] values)
    {
        await using var connection = new SqliteConnection(configuration.GetConnectionString(store));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        var items = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            items.Add(read(rows));
        }

        return items;
    }
}
