using System.Globalization;
using DocMigrate.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests;

public sealed class CancellationTests(Workshop workshop)
{
    internal const int Documents = 5_000;

    [Fact]
    public async Task A_run_locks_others_out_and_when_told_to_stop_does_so_at_a_safe_point_says_how_to_go_on_and_can_go_on()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent by kill.");
            return;
        }

        var token = TestContext.Current.CancellationToken;
        var assembly = (await workshop.AssembliesAsync()).Slow;
        var folder = workshop.NewFolder("cancel");
        await File.WriteAllTextAsync(Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite-json", "connection": "Data Source=slow.db" } } }""", token);
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        Fill(Path.Combine(folder, "slow.db"));

        var begun = Path.Combine(folder, "begun");
        using var process = Programs.Start(
            "dotnet", [Workshop.ToolAssembly, "migrate", "--assembly", assembly], folder,
            new Dictionary<string, string>(workshop.Environment) { ["SLOW"] = begun });
        var ending = Programs.FinishAsync(process, token);
        while (!File.Exists(begun) && !ending.IsCompleted)
        {
            await Task.Delay(20, token);
        }

        var second = await workshop.ToolAsync(folder, "migrate", "--lock-timeout", "0", "--assembly", assembly);
        await Programs.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], folder, workshop.Environment, token);
        var run = (await ending).Returned(130);

        Expect.Error(second, 4, "DM3021", Environment.UserName);
        Assert.Contains("Stopping at the next safe point", run.Error, StringComparison.Ordinal);
        Assert.Contains("Run the same command again", run.Error, StringComparison.Ordinal);
        Assert.Contains("Applying shop.0002_count [main]... STOPPED", run.Out, StringComparison.Ordinal);
        Assert.Contains("[~] 0002_count", (await workshop.ToolAsync(folder, "showmigrations", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);

        var resumed = (await workshop.ToolAsync(folder, "migrate", "--assembly", assembly)).Returned(0);

        Assert.Contains("Applying shop.0002_count [main]... OK", resumed.Out, StringComparison.Ordinal);
        Assert.Equal([(long)Documents, Documents, Documents], Totals(Path.Combine(folder, "slow.db")));
    }

    private static void Fill(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $$"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {{Documents}})
            INSERT INTO items (_id, document) SELECT n, jsonb_object('_id', n, 'count', 0) FROM numbers
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>How many there are, how many were counted at all, and the sum: equal only when each was counted once.</summary>
    private static long[] Totals(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), sum(document ->> '$.count' > 0), sum(document ->> '$.count') FROM items";
        using var row = command.ExecuteReader();
        row.Read();
        return [row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)];
    }
}
