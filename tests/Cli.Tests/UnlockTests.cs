using DocMigrate.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests;

public sealed class UnlockTests(Workshop workshop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_nobody_there_says_so_and_makes_nothing()
    {
        var (folder, assembly) = await FolderAsync("nobody");

        var words = (await workshop.ToolAsync(folder, "unlock", "--assembly", assembly)).Returned(0);
        var json = (await workshop.ToolAsync(folder, "unlock", "--json", "--assembly", assembly)).Returned(0).Json;

        Assert.Equal("Nobody holds a lock. Nothing was changed.", words.Out.Trim());
        Expect.Properties(json, "locks", "unlocked", "fence");
        Assert.False(json.GetProperty("unlocked").GetBoolean());
        Expect.Properties(Assert.Single(json.GetProperty("locks").EnumerateArray()), "database", "stores", "holder", "state");
        Assert.Equal(["docmigrate.json"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_lock_is_taken_away_when_that_is_confirmed_and_the_history_says_so()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "Needs the program flock.");
        var (folder, assembly) = await FolderAsync("held");
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        using var holder = Programs.Start(
            "/usr/bin/flock", ["--no-fork", Path.Combine(folder, "slow.db.docmigrate-lock"), "sh", "-c", "echo held; exec sleep 600"], folder, workshop.Environment);
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Token));
            Expect.Error(await workshop.ToolAsync(folder, "unlock", "--assembly", assembly), 2, "DM1200", "--yes", "slow.db (main)");

            var unlocked = (await workshop.ToolAsync(folder, "unlock", "--yes", "--json", "--assembly", assembly)).Returned(0).Json;

            Assert.True(unlocked.GetProperty("unlocked").GetBoolean());
            Assert.Equal(2, unlocked.GetProperty("fence").GetInt64());
            Assert.Equal("elsewhere", unlocked.GetProperty("locks")[0].GetProperty("state").GetString());
            (await workshop.ToolAsync(folder, "migrate", "--assembly", assembly)).Returned(0);
            Assert.Contains("was taken from", (await workshop.ToolAsync(folder, "history", "--assembly", assembly)).Returned(0).Out, StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_run_that_is_frozen_while_it_reads_is_named_and_its_lock_goes_with_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent by kill.");
            return;
        }

        var (folder, assembly) = await FolderAsync("frozen");
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", assembly)).Returned(0);
        Fill(Path.Combine(folder, "slow.db"));

        // In the check before the run, which reads every document.
        var begun = Path.Combine(folder, "begun");
        using var process = Programs.Start(
            "dotnet", [Workshop.ToolAssembly, "migrate", "--assembly", assembly], folder,
            new Dictionary<string, string>(workshop.Environment) { ["SLOW"] = begun, ["SLOW_FROM"] = "0" });
        var ending = Programs.FinishAsync(process, Token);
        while (!File.Exists(begun) && !ending.IsCompleted)
        {
            await Task.Delay(20, Token);
        }

        var id = await File.ReadAllTextAsync(begun, Token);
        await SignalAsync("-STOP", id);
        try
        {
            Expect.Error(await workshop.ToolAsync(folder, "migrate", "--lock-timeout", "0.5", "--assembly", assembly), 4, "DM3021", $"process {id} (stopped)", $"kill -CONT {id}");
            Expect.Error(await workshop.ToolAsync(folder, "unlock", "--yes", "--assembly", assembly), 4, "DM3022", "slow.db", $"kill -KILL {id}");
        }
        finally
        {
            await SignalAsync("-KILL", id);
        }

        Expect.Error(await ending, 1, "DM1209", "137", "Run the same command again");
        (await workshop.ToolAsync(folder, "migrate", "--assembly", assembly)).Returned(0);
        Assert.Equal([CancellationTests.Documents, CancellationTests.Documents], Totals(Path.Combine(folder, "slow.db")));
    }

    private async Task<(string Folder, string Assembly)> FolderAsync(string name)
    {
        var assembly = (await workshop.AssembliesAsync()).Slow;
        var folder = workshop.NewFolder("unlock-" + name);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "docmigrate.json"), """{ "stores": { "main": { "provider": "sqlite-json", "connection": "Data Source=slow.db;Default Timeout=2" } } }""", Token);
        return (folder, assembly);
    }

    private async Task SignalAsync(string signal, string processId) =>
        (await Programs.RunAsync("kill", [signal, processId], workshop.Root, workshop.Environment, Token)).Returned(0);

    private static void Fill(string file) => Query(file, $$"""
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {{CancellationTests.Documents}})
        INSERT INTO items (_id, document) SELECT n, jsonb_object('_id', n, 'count', 0) FROM numbers
        """);

    /// <summary>How many there are, and the sum: equal only when each was counted once.</summary>
    private static long[] Totals(string file) => Query(file, "SELECT count(*), sum(document ->> '$.count') FROM items");

    private static long[] Query(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        return row.Read() ? [.. Enumerable.Range(0, row.FieldCount).Select(row.GetInt64)] : [];
    }
}
