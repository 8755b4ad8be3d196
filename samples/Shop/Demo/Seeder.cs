using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Shop.Demo;

/// <summary>Fills the two databases at the shape of the first migration. The same count gives the same data.</summary>
internal sealed class Seeder(ShopFiles files, ICatalog catalog, int count)
{
    private const int Seed = 20_240_229;
    private static readonly string?[] Statuses = ["new", "paid", "sent", "returned", null];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Random _random = new(Seed);

    /// <summary>Three fifths are customers, and as many documents their profiles; the rest are orders and products.</summary>
    private int Customers => Math.Max(1, count * 3 / 5);

    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await FillTablesAsync(cancellationToken);
        await FillDocumentsAsync(cancellationToken);
    }

    private async Task FillTablesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await files.OpenAsync("main", cancellationToken);
        await using var transaction = connection.BeginTransaction();
        var joined = new DateOnly(2015, 1, 1);
        await InsertAsync(
            transaction,
            "INSERT INTO customers (id, mail, joined_on) VALUES (@1, @2, @3)",
            Enumerable.Range(1, Customers).Select(id => new object?[]
            {
                id, $"customer{id}@example.org", joined.AddDays(_random.Next(3650)).ToString("O", CultureInfo.InvariantCulture),
            }),
            cancellationToken);
        var placed = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await InsertAsync(
            transaction,
            "INSERT INTO orders (id, customer_id, placed_at, status, sum) VALUES (@1, @2, @3, @4, @5)",
            Enumerable.Range(1, count - Customers).Select(id => new object?[]
            {
                id, _random.Next(1, Customers + 1), placed.AddMinutes(_random.Next(2_000_000)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Statuses[_random.Next(Statuses.Length)], (_random.Next(100, 500_000) / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            }),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task FillDocumentsAsync(CancellationToken cancellationToken)
    {
        var profiles = new ProfileMaker(_random);
        await catalog.InsertAsync("profiles", Enumerable.Range(1, Customers).Select(id => Text(id, profiles.Make(id))), cancellationToken);
        var products = new ProductMaker(_random);
        await catalog.InsertAsync("products", Enumerable.Range(1, count - Customers).Select(number => Text($"P-{number:000000}", products.Make())), cancellationToken);
    }

    private static string Text(JsonNode id, JsonObject document)
    {
        document.Insert(0, "_id", id);
        return document.ToJsonString(Plain);
    }

    private static async Task InsertAsync(SqliteTransaction transaction, string sql, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                command.Parameters.AddWithValue($"@{i + 1}", row[i] ?? DBNull.Value);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
