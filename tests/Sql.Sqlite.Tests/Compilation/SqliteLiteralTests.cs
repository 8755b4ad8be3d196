using DocMigrate.Sql.Sqlite.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Tests.Compilation;

public sealed class SqliteLiteralTests
{
    [Fact]
    public async Task A_default_is_what_microsoft_data_sqlite_would_have_written()
    {
        var token = TestContext.Current.CancellationToken;
        await using var store = new TableStore();
        await store.ApplyAsync(sql => sql.CreateTable("t", t => t
            .Column("id", c => c.Int64().Key())
            .Column("b", c => c.Boolean().Default(true))
            .Column("i", c => c.Int32().Default(-5))
            .Column("d", c => c.Double().Default(2))
            .Column("e", c => c.Double().Default(1e300))
            .Column("m", c => c.Decimal().Default(12m))
            .Column("n", c => c.Decimal().Default(12.50m))
            .Column("s", c => c.Text().Default("it's"))
            .Column("t", c => c.DateTime().Default("2026-01-31T10:20:30.5"))
            .Column("u", c => c.Date().Default("2026-01-31"))
            .Column("v", c => c.Time().Default("10:20:30"))
            .Column("g", c => c.Guid().Default("8f14e45f-ceea-467a-9575-6a1d3f0b7c21"))
            .Column("x", c => c.Binary().Default("00ff"))));
        await store.SqlAsync("INSERT INTO t (id) VALUES (1)");
        object[] values =
        [
            true, -5, 2.0, 1e300, 12m, 12.50m, "it's", new DateTime(2026, 1, 31, 10, 20, 30, 500), new DateOnly(2026, 1, 31), new TimeOnly(10, 20, 30),
            Guid.Parse("8f14e45f-ceea-467a-9575-6a1d3f0b7c21"), new byte[] { 0, 255 },
        ];

        await using var connection = new SqliteConnection($"Data Source={store.Path};Pooling=False");
        await connection.OpenAsync(token);
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO t (id, b, i, d, e, m, n, s, t, u, v, g, x) VALUES (2, {string.Join(", ", values.Select(static (_, i) => "$p" + i))})";
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$p" + i, values[i]);
        }

        await command.ExecuteNonQueryAsync(token);

        foreach (var column in (string[])["b", "i", "d", "e", "m", "n", "s", "t", "u", "v", "g", "x"])
        {
            var rows = await store.RowsAsync($"SELECT typeof({column}), quote({column}) FROM t ORDER BY id");
            Assert.True(rows[0] == rows[1], $"{column}: a default gives {rows[0]}, the driver {rows[1]}");
        }
    }
}
