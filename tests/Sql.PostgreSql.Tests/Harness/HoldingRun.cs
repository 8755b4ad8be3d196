using System.Diagnostics;
using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.PostgresServer;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

/// <summary>A process of its own that holds the lock, until it is killed or has frozen itself (SIGSTOP) and wakes.</summary>
internal static class HoldingRun
{
    public const string Argument = "holding-run";

    /// <summary>Holds the lock in the middle of a statement that never ends.</summary>
    public const string Working = "working";

    /// <summary>Freezes itself between two transactions, and begins the next one when it wakes.</summary>
    public const string Between = "between";

    /// <summary>Freezes itself inside a transaction, and commits it when it wakes.</summary>
    public const string Inside = "inside";

    /// <summary>Starts a server, says its folder, and does nothing.</summary>
    public const string Server = "server";

    /// <returns>The exit code that the tool would return.</returns>
    public static async Task<int> RunAsync(string connection, string moment)
    {
        if (moment == Server)
        {
            var cluster = await PostgresCluster.StartAsync(durable: false, CancellationToken.None);
            await Console.Out.WriteLineAsync(cluster.Folder);
            await Task.Delay(Timeout.Infinite);
        }

        try
        {
            await using var database = PostgresProcess.Open(connection);
            await using var held = await database.Lock.TryAcquireAsync(
                new LockHolder("child", Environment.MachineName, Environment.ProcessId, TimeProvider.System.GetUtcNow()), CancellationToken.None);
            await held!.RaiseFenceAsync(0, 1, CancellationToken.None);
            await database.ExecuteAsync("INSERT INTO done VALUES ('first')", CancellationToken.None);
            if (moment == Between)
            {
                Freeze();
            }

            await database.BeginAsync(CancellationToken.None);
            await database.ExecuteAsync("INSERT INTO done VALUES ('second')", CancellationToken.None);
            if (moment == Working)
            {
                await Console.Out.WriteLineAsync("working");
                await database.ScalarAsync("SELECT count(*) FROM generate_series(1, 1000000000000)", CancellationToken.None);
            }

            Freeze();
            await database.CommitAsync(CancellationToken.None);
            return (int)ExitCode.Done;
        }
        catch (MigrationException error)
        {
            await Console.Error.WriteLineAsync($"{error.Code}: {error.Message}");
            return (int)error.ExitCode;
        }
    }

    public static Process Start(string connection, string moment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(HoldingRun).Assembly.Location, Argument, connection, moment])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static void Freeze()
    {
        Console.WriteLine("freezing");
        using var kill = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
