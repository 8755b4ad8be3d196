using System.Diagnostics;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Specification.Harness;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

public sealed class SqliteLockTests : IAsyncDisposable
{
    private static readonly LockHolder Ada = new("ada", "host", 42, Entries.Time);

    private readonly TempFolder _folder = new();
    private readonly Databases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteDatabase Database => SqliteDatabase.Resolve(SqliteProcess.Settings("Data Source=shop.db", _folder.Path), _databases);

    private IMigrationLock Lock => Database.Lock;

    private string LockPath => Database.Path + ".docmigrate-lock";

    [Fact]
    public async Task The_lock_dies_with_the_process_that_holds_it()
    {
        using var other = await HoldAsync();
        Assert.Null(await Lock.TryAcquireAsync(Ada, Token));
        Assert.Equal(LockHolder.Unknown, await Lock.ReadHolderAsync(Token));

        other.Kill();
        await other.WaitForExitAsync(Token);

        Assert.Null(await Lock.ReadHolderAsync(Token));
        await using var held = await Lock.TryAcquireAsync(Ada, Token);
        Assert.NotNull(held);
    }

    [Fact]
    public async Task A_lock_that_was_taken_away_is_free_while_its_holder_lives()
    {
        using var other = await HoldAsync();

        await Lock.BreakAsync(Token);

        Assert.False(other.HasExited);
        await using var held = await Lock.TryAcquireAsync(Ada, Token);
        Assert.NotNull(held);
        Assert.Equal(["shop.db.docmigrate-lock-1", "shop.db.docmigrate-lock-1-holder"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        other.Kill();
        await other.WaitForExitAsync(Token);
    }

    [Fact]
    public async Task One_long_statement_gives_signs_of_life()
    {
        await Database.BeginAsync(Token);
        await using var held = await Lock.TryAcquireAsync(Ada, Token);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var statement = Task.Run(
            async () =>
            {
                await using var interruption = watching.Token.Register(() => SQLitePCL.raw.sqlite3_interrupt(Database.Connection.Handle));
                await using var command = Database.Connection.CreateCommand();
                command.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
                await command.ExecuteScalarAsync(Token);
            },
            Token);

        var reader = SqliteDatabase.Resolve(SqliteProcess.Settings("Data Source=shop.db", _folder.Path), new Databases());
        var first = (await reader.Lock.ReadHolderAsync(Token))!.Signs;
        while ((await reader.Lock.ReadHolderAsync(Token))!.Signs < first + 2)
        {
            await Task.Delay(20, Token);
        }

        await watching.CancelAsync();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => statement);
        await Database.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_database_whose_fence_went_with_its_file_counts_as_lost()
    {
        await using var held = await Lock.TryAcquireAsync(Ada, Token);
        await held!.RaiseFenceAsync(0, 4, Token);
        await Database.BeginAsync(Token);
        await using (var command = Database.Connection.CreateCommand())
        {
            command.CommandText = "DROP TABLE _docmigrate_meta";
            await command.ExecuteNonQueryAsync(Token);
        }

        await Database.CommitAsync(Token);

        Assert.Equal(0, (await Assert.ThrowsAsync<LockLostException>(() => Database.BeginAsync(Token))).Present);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        await using var databases = new Databases();
        var database = SqliteDatabase.Resolve(SqliteProcess.Settings("Data Source=nowhere/shop.db", _folder.Path), databases);

        var error = await Assert.ThrowsAsync<StoreException>(() => database.Lock.TryAcquireAsync(Ada, Token));

        Assert.Equal("DM6003", error.Code.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Another process that has locked the file, and says nothing about itself.</summary>
    private async Task<Process> HoldAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "Needs the program flock.");
        var start = new ProcessStartInfo("/usr/bin/flock") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--no-fork", LockPath, "sh", "-c", "echo held; exec sleep 600"])
        {
            start.ArgumentList.Add(argument);
        }

        var other = Process.Start(start)!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(Token));
        return other;
    }
}
