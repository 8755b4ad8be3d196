using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Running;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.Access;

/// <summary>Several sessions of one database at work at once.</summary>
public sealed class PostgresSessionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private PostgresDatabase _other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.NewDatabaseAsync();
        (_database, _other) = (PostgresProcess.Open(connection), PostgresProcess.Open(connection));
        await _database.ExecuteAsync("CREATE TABLE t (a int)", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Work_that_is_prepared_at_the_same_time_is_committed_in_order_each_with_its_journal_entry()
    {
        await using var held = (await _database.Lock.TryAcquireAsync(Holders.Ada, Token))!;
        await held.RaiseFenceAsync(0, 1, Token);
        await using var first = _database.NewSession();
        await using var second = _database.NewSession();
        PostgresSession[] sessions = [second, first];
        await Task.WhenAll(sessions.Select((session, number) => PrepareAsync(session, 2 - number)));
        Assert.Equal("0", await _other.ScalarAsync("SELECT count(*) FROM t", Token));

        foreach (var (session, number) in ((PostgresSession, int)[])[(first, 1), (second, 2)])
        {
            using (_database.Use(session))
            {
                Assert.Same(session.Connection, _database.Connection);
                await _database.Journal.WriteAsync(Entry(number), Token);
                await _database.CommitAsync(Token);
                await _database.BeginAsync(Token);
            }

            Assert.Equal(number.ToString(), await _other.ScalarAsync("SELECT count(*) FROM t", Token));
            Assert.Equal(number, Assert.Single(await _other.Journal.ReadAsync("main", Token)).Progress.Completed);
        }

        Assert.False(_database.InTransaction);
        Assert.True(first.InTransaction);
    }

    [Fact]
    public async Task No_session_gets_past_a_fence_that_was_raised_and_what_it_prepared_is_undone()
    {
        await using var held = (await _database.Lock.TryAcquireAsync(Holders.Ada, Token))!;
        await held.RaiseFenceAsync(0, 1, Token);
        await using var session = _database.NewSession();
        await PrepareAsync(session, 1);

        // It has to wait for the transaction, whose session does nothing: so that is ended.
        await _other.Lock.RaiseFenceAsync(1, 2, Token);

        await Assert.ThrowsAsync<LockLostException>(() => session.CommitAsync(Token));
        await session.RollbackAsync(Token);
        await Assert.ThrowsAsync<LockLostException>(() => session.BeginAsync(Token));
        await Assert.ThrowsAsync<LockLostException>(() => _database.BeginAsync(Token));
        Assert.Equal("0", await _other.ScalarAsync("SELECT count(*) FROM t", Token));
    }

    [Fact]
    public async Task A_fence_waits_for_transactions_that_end_soon()
    {
        await using var held = (await _database.Lock.TryAcquireAsync(Holders.Ada, Token))!;
        await held.RaiseFenceAsync(0, 1, Token);
        await using var session = _database.NewSession();
        await PrepareAsync(session, 1);

        var raising = _other.Lock.RaiseFenceAsync(1, 2, Token);
        await Task.Delay(200, Token);
        await session.CommitAsync(Token);
        await raising;

        Assert.Equal("1", await _other.ScalarAsync("SELECT count(*) FROM t", Token));
    }

    [Fact]
    public async Task A_session_with_a_transaction_begins_no_other_and_one_without_has_no_connection_to_write_with()
    {
        await using var session = _database.NewSession();
        Assert.Throws<InvalidOperationException>(() => session.Connection);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync(Token));

        await session.BeginAsync(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.BeginAsync(Token));
        Assert.Same(session.Connection, await session.OpenAsync(Token));
        await session.RollbackAsync(Token);
        await session.RollbackAsync(Token);
        Assert.Equal(1, _database.Rollbacks);
    }

    private static async Task PrepareAsync(PostgresSession session, int number)
    {
        await session.BeginAsync(Token);
        await session.Connection.ScalarAsync($"INSERT INTO t VALUES ({number})", Token);
    }

    private static JournalEntry Entry(int completed) => new()
    {
        Migration = new MigrationId("shop", "0001_a"),
        Store = "main",
        Direction = Direction.Forward,
        Status = MigrationStatus.Running,
        Hash = "v1:x",
        Operations = "[]",
        Progress = new StepProgress { Completed = completed },
        StartedAt = Holders.Ada.Since,
        UpdatedAt = Holders.Ada.Since,
        ToolVersion = "0.1.0",
    };
}
