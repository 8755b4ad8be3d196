using System.Diagnostics;
using System.Globalization;
using DocMigrate.Errors;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.Locking;

/// <summary>A process of its own holds the lock, and is killed or frozen.</summary>
public sealed class HoldingProcessTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _connection = "";
    private PostgresDatabase _database = null!;
    private Process? _process;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Whether a process is frozen is read in /proc.");
        }

        _connection = await postgres.NewDatabaseAsync();
        _database = PostgresProcess.Open(_connection);
        await _database.ExecuteAsync("CREATE TABLE done (name text)", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
    }

    [Fact]
    public async Task The_lock_dies_with_a_process_that_is_killed_in_the_middle_of_a_long_statement_and_so_does_its_transaction()
    {
        await StartAsync(HoldingRun.Working);
        Assert.Null(await _database.Lock.TryAcquireAsync(Holders.Ada, Token));
        Assert.Equal(_process!.Id, (await _database.Lock.ReadHolderAsync(Token))!.ProcessId);

        _process.Kill();
        await _process.WaitForExitAsync(Token);

        var held = await _database.Lock.TryAcquireAsync(Holders.Ada, Token);
        while (held is null)
        {
            await Task.Delay(20, Token);
            held = await _database.Lock.TryAcquireAsync(Holders.Ada, Token);
        }

        await using (held)
        {
            // The server is still at work for it: the fence does not wait for the end of that.
            await held.RaiseFenceAsync(1, 2, Token);
            Assert.Equal("first", await DoneAsync());
        }
    }

    [Theory]
    [InlineData(HoldingRun.Between)]
    [InlineData(HoldingRun.Inside)]
    public async Task A_process_that_was_frozen_and_unlocked_writes_nothing_when_it_wakes(string moment)
    {
        await StartAsync(moment);
        await WaitUntilFrozenAsync();
        await _database.Lock.RaiseFenceAsync(1, 2, Token);
        await _database.Lock.BreakAsync(Token);
        Assert.Null(await _database.Lock.ReadHolderAsync(Token));
        await using (var held = await _database.Lock.TryAcquireAsync(Holders.Grace, Token))
        {
            await held!.RaiseFenceAsync(2, 3, Token);
            await _database.ExecuteAsync("INSERT INTO done VALUES ('third')", Token);
        }

        await SignalAsync("-CONT");
        await _process!.WaitForExitAsync(Token);

        var error = await _process.StandardError.ReadToEndAsync(Token);
        Assert.StartsWith("DM3020", error, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Locked, _process.ExitCode);
        Assert.Equal("first third", await DoneAsync());
        Assert.Equal(3, await _database.Lock.ReadFenceAsync(Token));
    }

    [Fact]
    public async Task A_throw_away_server_ends_with_the_process_that_started_it()
    {
        _process = HoldingRun.Start(_connection, HoldingRun.Server);
        var folder = (await _process.StandardOutput.ReadLineAsync(Token))!;
        Assert.True(File.Exists(Path.Combine(folder, "log")));

        _process.Kill();
        await _process.WaitForExitAsync(Token);

        while (Directory.Exists(folder))
        {
            await Task.Delay(20, Token);
        }
    }

    private async Task StartAsync(string moment)
    {
        _process = HoldingRun.Start(_connection, moment);
        Assert.NotNull(await _process.StandardOutput.ReadLineAsync(Token));
    }

    // The state in /proc is T as soon as the signal has come through.
    private async Task WaitUntilFrozenAsync()
    {
        while (true)
        {
            if ((await File.ReadAllTextAsync($"/proc/{Number}/stat", Token)).Contains(") T ", StringComparison.Ordinal))
            {
                return;
            }

            Assert.False(_process!.HasExited, "The process ended before it was frozen.");
            await Task.Delay(20, Token);
        }
    }

    private string Number => _process!.Id.ToString(CultureInfo.InvariantCulture);

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Number]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }

    private Task<string?> DoneAsync() => _database.ScalarAsync("SELECT string_agg(name, ' ' ORDER BY name) FROM done", Token);
}
