using System.Diagnostics;
using System.Globalization;
using DocMigrate.Engine;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Sql.Sqlite.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

/// <summary>A run in a process of its own is frozen, loses its lock, and wakes again.</summary>
public sealed class FrozenHolderTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private Process? _frozen;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FrozenRun.Before)]
    [InlineData(FrozenRun.Between)]
    public async Task A_holder_that_was_frozen_and_unlocked_writes_nothing_when_it_wakes(string moment)
    {
        await FreezeAsync(moment);
        await using (var other = FrozenRun.Open(_folder.Path))
        {
            var refused = await Assert.ThrowsAsync<LockedException>(() => MigrateAsync(other));
            Assert.Contains($"process {_frozen!.Id} (stopped)", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"kill -CONT {_frozen.Id}", refused.Remedy, StringComparison.Ordinal);
            Assert.Contains("docmigrate unlock", refused.Remedy, StringComparison.Ordinal);

            Assert.True((await UnlockAsync(other)).Unlocked);
            Assert.All(await other.LocksAsync(Token), static report => Assert.Null(report.Holder));
            Assert.Equal(moment == FrozenRun.Before ? 3 : 2, (await MigrateAsync(other)).Applied.Count);
        }

        var before = Contents();
        await SignalAsync("-CONT");
        await _frozen.WaitForExitAsync(Token);

        Assert.Equal((int)ExitCode.Locked, _frozen.ExitCode);
        Assert.StartsWith("DM3020: ", await _frozen.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        Assert.Equal(["0001_initial", "0002_second", "0003_third"], Done("main"));
        Assert.Equal(["0001_initial", "0002_second", "0003_third"], Done("stock"));
    }

    [Fact]
    public async Task A_holder_that_was_frozen_inside_a_transaction_keeps_its_lock_until_it_is_ended()
    {
        await FreezeAsync(FrozenRun.Inside);
        await using var other = FrozenRun.Open(_folder.Path);
        var before = Contents();

        var refused = await Assert.ThrowsAsync<LockedException>(() => UnlockAsync(other));
        Assert.Equal("DM3022", refused.Code.Value);
        Assert.Contains($"process {_frozen!.Id} (stopped)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("stock.db", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"kill -KILL {_frozen.Id}", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal(before, Contents());

        await SignalAsync("-KILL");
        await _frozen.WaitForExitAsync(Token);

        Assert.Equal(["shop.0002_second", "shop.0003_third"], (await MigrateAsync(other)).Applied.Select(static id => id.ToString()));
        Assert.Equal(["0001_initial", "0002_second", "0003_third"], Done("main"));
        Assert.Equal(["0001_initial", "0002_second", "0003_third"], Done("stock"));
    }

    [Fact]
    public async Task A_holder_that_is_woken_in_time_goes_on_and_who_waited_sees_it_done()
    {
        await FreezeAsync(FrozenRun.Between);
        await using var other = FrozenRun.Open(_folder.Path);
        var observer = new Observer();
        var waiting = other.MigrateAsync(MigrationTarget.Latest, new RunOptions { LockTimeout = TimeSpan.FromMinutes(5) }, observer, Token);
        while (observer.Events.Count == 0)
        {
            await Task.Delay(20, Token);
        }

        await SignalAsync("-CONT");
        await _frozen!.WaitForExitAsync(Token);

        Assert.Equal(0, _frozen.ExitCode);
        Assert.True((await waiting).IsEmpty);
        Assert.Equal(["0001_initial", "0002_second", "0003_third"], Done("main"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_frozen is { HasExited: false })
        {
            _frozen.Kill();
            await _frozen.WaitForExitAsync(CancellationToken.None);
        }

        _frozen?.Dispose();
        _folder.Dispose();
    }

    private static Task<RunResult> MigrateAsync(Migrator migrator) =>
        migrator.MigrateAsync(MigrationTarget.Latest, new RunOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }, null, Token);

    private static async Task<UnlockReport> UnlockAsync(Migrator migrator)
    {
        var locks = await migrator.LocksAsync(Token);
        return await migrator.UnlockAsync([.. locks.Select(static report => report.Holder).OfType<LockHolder>()], Token);
    }

    /// <summary>Starts the run, and waits until it has stopped itself.</summary>
    private async Task FreezeAsync(string moment)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Signals are sent by kill.");
        }

        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(FrozenRun).Assembly.Location, FrozenRun.Argument, _folder.Path, moment])
        {
            start.ArgumentList.Add(argument);
        }

        _frozen = Process.Start(start)!;
        await using var looking = FrozenRun.Open(_folder.Path);
        while ((await looking.LocksAsync(Token)).All(report => report.Holder?.ProcessId != _frozen.Id || report.State != HolderState.Stopped))
        {
            Assert.False(_frozen.HasExited, "The run ended before it was frozen.");
            await Task.Delay(20, Token);
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _frozen!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>The files by name, with all that the databases among them hold.</summary>
    private string Contents() => string.Join('\n', Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal)
        .Where(static file => !file.EndsWith("-journal", StringComparison.Ordinal))
        .Select(static file => file.EndsWith(".db", StringComparison.Ordinal) ? $"{file}: {Dump(file)}" : file));

    private static string Dump(string file) => string.Join(
        " ", from table in Rows(file, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
             from row in Rows(file, $"SELECT * FROM \"{table}\"").Order(StringComparer.Ordinal)
             select $"{table}({row})");

    private string[] Done(string store) => [.. Rows(_folder.File(store + ".db"), "SELECT name FROM done ORDER BY name")];

    private static List<string> Rows(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('|', values));
        }

        return rows;
    }
}
