using System.Diagnostics;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Sql.Sqlite.Locking;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

public sealed class SqliteLockTests : IDisposable
{
    private static readonly LockHolder Ada = new("ada", "host", 42, Entries.Time);

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _folder.File("shop.db");

    [Fact]
    public async Task A_second_holder_is_refused_and_told_who_the_first_is()
    {
        await using var held = await new SqliteLock(Database).AcquireAsync(Ada, TimeSpan.Zero, Token);

        var error = await Assert.ThrowsAsync<LockedException>(
            () => new SqliteLock(Database).AcquireAsync(Ada with { User = "grace" }, TimeSpan.FromMilliseconds(150), Token));

        Assert.Equal("DM6013", error.Code.Value);
        Assert.Equal(Ada, error.Holder);
        Assert.Contains("ada@host, process 42", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_waiter_gets_the_lock_when_it_is_free()
    {
        var held = await new SqliteLock(Database).AcquireAsync(Ada, TimeSpan.Zero, Token);
        var waiting = new SqliteLock(Database).AcquireAsync(Ada with { User = "grace" }, TimeSpan.FromMinutes(1), Token);
        Assert.False(waiting.IsCompleted);

        await held.DisposeAsync();

        await using var second = await waiting;
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await using var held = await new SqliteLock(Database).AcquireAsync(Ada, TimeSpan.Zero, Token);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SqliteLock(Database).AcquireAsync(Ada, TimeSpan.FromMinutes(1), cancellation.Token));
    }

    [Fact]
    public async Task The_lock_dies_with_the_process_that_holds_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "Needs the program flock.");
        var migrationLock = new SqliteLock(Database);
        var start = new ProcessStartInfo("/usr/bin/flock") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--no-fork", migrationLock.LockPath, "sh", "-c", "echo held; exec sleep 600"])
        {
            start.ArgumentList.Add(argument);
        }

        using var other = Process.Start(start)!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Token));
        await Assert.ThrowsAsync<LockedException>(() => migrationLock.AcquireAsync(Ada, TimeSpan.Zero, Token));

        other.Kill();
        await other.WaitForExitAsync(Token);

        await using var held = await migrationLock.AcquireAsync(Ada, TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => new SqliteLock(_folder.File("nowhere/shop.db")).AcquireAsync(Ada, TimeSpan.Zero, Token));

        Assert.Equal("DM6003", error.Code.Value);
    }

    public void Dispose() => _folder.Dispose();
}
