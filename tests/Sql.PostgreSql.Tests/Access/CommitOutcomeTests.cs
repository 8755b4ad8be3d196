using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.PostgresServer;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Tests.Access;

/// <summary>The connection is lost while a transaction is committed: neither is its work taken for undone where it is done, nor for done where it is not.</summary>
public sealed class CommitOutcomeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private LossyProxy _proxy = null!;
    private PostgresDatabase _direct = null!;
    private PostgresDatabase _database = null!;
    private IHeldLock _held = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync());
        _proxy = new LossyProxy(postgres.Cluster.Port);
        _direct = PostgresProcess.Open(connection.ConnectionString);
        connection.Port = _proxy.Port;
        _database = PostgresProcess.Open(connection.ConnectionString);
        _held = await HoldAsync(_database);
        await _database.ExecuteAsync("CREATE TABLE t (a int)", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _held.DisposeAsync();
        await _database.DisposeAsync();
        await _direct.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task What_was_committed_counts_as_committed_though_the_answer_was_lost()
    {
        await BeginAsync();
        _ = _proxy.BreakAt("COMMIT", passItOn: true);

        await _database.CommitAsync(Token);

        Assert.False(_database.InTransaction);
        Assert.Equal("1", await _direct.ScalarAsync("SELECT count(*) FROM t", Token));
        await _database.ExecuteAsync("INSERT INTO t VALUES (2)", Token);
    }

    [Fact]
    public async Task What_the_server_never_heard_of_counts_as_undone()
    {
        await BeginAsync();
        _ = _proxy.BreakAt("COMMIT", passItOn: false);

        var error = await Assert.ThrowsAsync<StoreException>(() => _database.CommitAsync(Token));

        Assert.Equal("DM5308", error.Code.Value);
        await _database.RollbackAsync(Token);
        Assert.Equal("0", await _direct.ScalarAsync("SELECT count(*) FROM t", Token));
        await _database.ExecuteAsync("INSERT INTO t VALUES (2)", Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_it_can_not_be_found_out_nothing_more_is_written(bool committed)
    {
        await BeginAsync();
        _database.OutcomePatience = TimeSpan.FromMilliseconds(300);
        _ = _proxy.BreakAt("COMMIT", passItOn: committed, close: true);

        var error = await Assert.ThrowsAsync<StoreException>(() => _database.CommitAsync(Token));

        Assert.Equal("DM5315", error.Code.Value);
        await _database.RollbackAsync(Token);
        Assert.Same(error, await Assert.ThrowsAsync<StoreException>(() => _database.BeginAsync(Token)));
    }

    [Fact]
    public async Task Without_the_lock_a_lost_commit_is_an_error()
    {
        await _held.DisposeAsync();
        await _database.BeginAsync(Token);
        _ = _proxy.BreakAt("COMMIT", passItOn: true);

        Assert.Equal("DM5308", (await Assert.ThrowsAsync<StoreException>(() => _database.CommitAsync(Token))).Code.Value);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_is_asked()
    {
        await using var cluster = await PostgresCluster.StartAsync(durable: false, Token);
        await using var proxy = new LossyProxy(cluster.Port);
        var connection = new NpgsqlConnectionStringBuilder(await cluster.CreateDatabaseAsync(Token)) { Port = proxy.Port };
        await using var database = PostgresProcess.Open(connection.ConnectionString);
        await using var held = await HoldAsync(database);
        await database.ExecuteAsync("CREATE TABLE t (a int)", Token);
        await database.BeginAsync(Token);
        await database.ExecuteAsync("INSERT INTO t VALUES (1)", Token);
        _ = proxy.BreakAt("COMMIT", passItOn: false);

        var killing = cluster.KillAsync(Token);
        var committing = database.CommitAsync(Token);
        await killing;
        await cluster.StartAgainAsync(Token);

        Assert.Equal("DM5308", (await Assert.ThrowsAsync<StoreException>(() => committing)).Code.Value);
        await database.RollbackAsync(Token);
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM t", Token));

        // The lock went with the server, and nothing is written without it.
        var lost = await LockLossAsync(database);
        Assert.Equal("DM5316", lost.Code.Value);
    }

    [Fact]
    public async Task A_transaction_in_which_a_statement_failed_is_not_committed()
    {
        await BeginAsync();
        await Assert.ThrowsAsync<StoreException>(() => _database.ExecuteAsync("INSERT INTO nowhere VALUES (1)", Token));
        await Assert.ThrowsAsync<StoreException>(() => _database.CommitAsync(Token));
        await _database.RollbackAsync(Token);

        await _held.DisposeAsync();
        await BeginAsync();
        await Assert.ThrowsAsync<StoreException>(() => _database.ExecuteAsync("INSERT INTO nowhere VALUES (1)", Token));
        await Assert.ThrowsAsync<StoreException>(() => _database.CommitAsync(Token));
        await _database.RollbackAsync(Token);
        Assert.Equal("0", await _direct.ScalarAsync("SELECT count(*) FROM t", Token));
    }

    [Fact]
    public async Task The_next_run_removes_the_marks()
    {
        await BeginAsync();
        await _database.CommitAsync(Token);
        Assert.Equal("1", await _direct.ScalarAsync(Marks, Token));
        await _held.DisposeAsync();

        await _direct.Lock.RaiseFenceAsync(1, 2, Token);

        Assert.Equal("0", await _direct.ScalarAsync(Marks, Token));
    }

    private const string Marks = "SELECT count(*) FROM _docmigrate_meta WHERE key LIKE 'commit:%'";

    private static async Task<IHeldLock> HoldAsync(PostgresDatabase database)
    {
        var held = (await database.Lock.TryAcquireAsync(Holders.Ada, Token))!;
        await held.RaiseFenceAsync(0, 1, Token);
        return held;
    }

    private static async Task<StoreException> LockLossAsync(PostgresDatabase database)
    {
        while (true)
        {
            try
            {
                await database.BeginAsync(Token);
                await database.RollbackAsync(Token);
                await Task.Delay(50, Token);
            }
            catch (StoreException error)
            {
                return error;
            }
        }
    }

    private async Task BeginAsync()
    {
        await _database.BeginAsync(Token);
        await _database.ExecuteAsync("INSERT INTO t VALUES (1)", Token);
    }
}
