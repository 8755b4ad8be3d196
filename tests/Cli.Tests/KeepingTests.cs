using DocMigrate.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests;

/// <summary><c>sweep</c>, <c>quarantine</c> and <c>shadow</c>.</summary>
public sealed class KeepingTests(Workshop workshop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_brings_up_what_old_programs_wrote_and_says_what_is_late_still()
    {
        var (folder, assembly) = await MigratedAsync("sweep");
        await InsertAsync(folder, """{"_id":10,"name":"Old One"}""", """{"_id":11,"name":"Old Two","first":"In the way"}""");

        var found = (await workshop.ToolAsync(folder, "sweep", "--assembly", assembly)).Returned(3);

        Assert.Contains("catalog: items", found.Out, StringComparison.Ordinal);
        Assert.Contains("  shop.0003_names: 1 brought up to date, 1 late still", found.Out, StringComparison.Ordinal);
        Assert.Contains("looks do not tell which documents are behind shop.0002_age", found.Out, StringComparison.Ordinal);
        Assert.Contains("catalog: 1 late for shop.0003_names", found.Out, StringComparison.Ordinal);
        Assert.Contains("1 late", (await workshop.ToolAsync(folder, "showmigrations", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);
        await ExecuteAsync(folder, "UPDATE items SET document = jsonb_remove(document, '$.first') WHERE _id = 11");
        var json = (await workshop.ToolAsync(folder, "sweep", "shop", "0003", "--json", "--assembly", assembly)).Returned(0).Json;
        Expect.Properties(json, "collections", "late", "clean");
        var items = Assert.Single(json.GetProperty("collections").EnumerateArray());
        Expect.Properties(items, "store", "collection", "unknown", "migrations");
        Expect.Properties(Assert.Single(items.GetProperty("migrations").EnumerateArray()), "migration", "told", "changed", "quarantined", "late");
        Assert.Contains("sweep: 1 changed", (await workshop.ToolAsync(folder, "history", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);
        Expect.Error(await workshop.ToolAsync(folder, "sweep", "--store", "main", "--assembly", assembly), 2, "DM6661", "'main'");
    }

    [Fact]
    public async Task Quarantine_is_listed_and_tried_again()
    {
        var (folder, assembly) = await MigratedAsync("quarantine");

        var list = (await workshop.ToolAsync(folder, "quarantine", "list", "--assembly", assembly)).Returned(0);
        var stays = (await workshop.ToolAsync(folder, "quarantine", "retry", "--assembly", assembly)).Returned(3);
        await ExecuteAsync(folder, "UPDATE items SET document = jsonb_set(document, '$.age', '7') WHERE _id = 2");
        var retried = (await workshop.ToolAsync(folder, "quarantine", "retry", "items", "--id", "2", "--json", "--assembly", assembly)).Returned(0).Json;

        Assert.Contains("catalog: items, 1 at shop.0002_age", list.Out, StringComparison.Ordinal);
        Assert.Contains("  2: age ", list.Out, StringComparison.Ordinal);
        Assert.Contains("1 stay in quarantine", stays.Out, StringComparison.Ordinal);
        Assert.Equal(("""{"tried":1,"fit":1,"remaining":0,"gone":0}"""), retried.GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
        Assert.Contains("No document is in quarantine.", (await workshop.ToolAsync(folder, "quarantine", "list", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_aside_is_listed_and_purged()
    {
        var (folder, assembly) = await MigratedAsync("shadow");

        var list = (await workshop.ToolAsync(folder, "shadow", "list", "--assembly", assembly)).Returned(0);
        (await workshop.ToolAsync(folder, "shadow", "purge", "shop", "0002", "--yes", "--assembly", assembly)).Returned(0);
        var left = (await workshop.ToolAsync(folder, "shadow", "list", "--json", "--assembly", assembly)).Returned(0).Json;

        Assert.Contains("shop.0002_age", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(left.EnumerateArray(), static kept => kept.GetProperty("migration").GetString() == "shop.0002_age");
    }

    /// <summary>A project whose migrations are applied; the document 2 is in quarantine.</summary>
    private async Task<(string Folder, string Assembly)> MigratedAsync(string name)
    {
        var assembly = (await workshop.AssembliesAsync()).Items;
        var folder = workshop.NewFolder("keeping-" + name);
        await File.WriteAllTextAsync(Path.Combine(folder, "docmigrate.json"), """
            { "stores": { "main": { "provider": "sqlite", "connection": "Data Source=main.db" }, "catalog": { "provider": "sqlite-json", "connection": "Data Source=catalog.db" } } }
            """, Token);
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        await InsertAsync(folder, """{"_id":1,"name":"Ada Lovelace","age":"36","old":1}""", """{"_id":2,"name":"Alan Turing","age":"old"}""");
        (await workshop.ToolAsync(folder, "migrate", "--assembly", assembly)).Returned(0);
        return (folder, assembly);
    }

    private static Task InsertAsync(string folder, params string[] documents) => ExecuteAsync(
        folder, string.Join(';', documents.Select(static text => $"INSERT INTO items (_id, document) VALUES ('{text}' ->> '$._id', jsonb('{text}'))")));

    private static async Task ExecuteAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "catalog.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
