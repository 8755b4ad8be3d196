using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.PostgresServer;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Tests.Locking;

public sealed class PostgresLockTests(PostgresFixture postgres) : PostgresSuite(postgres)
{
    [Fact]
    public async Task One_long_statement_gives_signs_of_life()
    {
        var (database, reader) = (Open(), Open());
        await using var held = await AcquireAsync(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var statement = database.ReadAsync(connection => connection.ScalarAsync("SELECT count(*) FROM generate_series(1, 1000000000000)", stop.Token), Token);

        await SignsAsync(reader, more: 2);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => statement);
    }

    [Fact]
    public async Task A_statement_that_waits_for_another_session_gives_none()
    {
        var (database, other, reader) = (Open(), Open(), Open());
        await other.ExecuteAsync("CREATE TABLE t (a int)", Token);
        await using var held = await AcquireAsync(database);
        await other.BeginAsync(Token);
        await other.ExecuteAsync("LOCK TABLE t", Token);
        await database.BeginAsync(Token);
        var statement = database.ExecuteAsync("INSERT INTO t VALUES (1)", Token);
        while (await reader.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()", Token) == "0")
        {
            await Task.Delay(20, Token);
        }

        // What it did until then may still show; after that, nothing for longer than two looks.
        await Task.Delay(1200, Token);
        var before = (await reader.Lock.ReadHolderAsync(Token))!.Signs;
        await Task.Delay(1200, Token);
        Assert.Equal(before, (await reader.Lock.ReadHolderAsync(Token))!.Signs);

        await other.RollbackAsync(Token);
        await statement;
        await database.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_user_who_may_not_read_statements_of_others_still_sees_who_holds_it_and_that_it_gets_on()
    {
        var user = await UserAsync();
        var reader = Open(user);
        await using var held = await AcquireAsync(Open());
        held.Report("a secret of the superuser's");

        await SignsAsync(reader, more: 1);

        var seen = (await reader.Lock.ReadHolderAsync(Token))!;
        Assert.Equal((Holders.Ada.User, Holders.Ada.Host, Holders.Ada.ProcessId), (seen.User, seen.Host, seen.ProcessId));
        Assert.Null(seen.Progress);
    }

    [Fact]
    public async Task A_user_who_may_not_end_the_holder_is_told_who_may()
    {
        var reader = Open(await UserAsync());
        await using var held = await AcquireAsync(Open());

        var error = await Assert.ThrowsAsync<StoreException>(() => reader.Lock.BreakAsync(Token));

        Assert.Equal("DM5317", error.Code.Value);
        Assert.Contains("pg_terminate_backend(", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("ada@host", error.Message, StringComparison.Ordinal);
        Assert.Null(await reader.Lock.TryAcquireAsync(Holders.Grace, Token));
    }

    [Fact]
    public async Task A_run_whose_lock_was_lost_begins_nothing_more()
    {
        var (database, other) = (Open(), Open());
        await using var held = await AcquireAsync(database);
        await held.RaiseFenceAsync(0, 1, Token);

        // Taken away without raising the fence, as a server's administrator would.
        await other.Lock.BreakAsync(Token);

        StoreException? error = null;
        while (error is null)
        {
            try
            {
                await database.BeginAsync(Token);
                await database.RollbackAsync(Token);
                await Task.Delay(50, Token);
            }
            catch (StoreException lost)
            {
                error = lost;
            }
        }

        Assert.Equal("DM5316", error.Code.Value);
        Assert.False(database.InTransaction);
        await using var next = await AcquireAsync(other, Holders.Grace);
        await held.DisposeAsync();
        Assert.True(Holders.Grace.IsSameHolding(await Open().Lock.ReadHolderAsync(Token)));
    }

    [Fact]
    public async Task Projects_with_tables_of_other_names_do_not_wait_for_each_other()
    {
        await using var first = await AcquireAsync(Open());
        await using var second = await AcquireAsync(Open(tables: new TableNaming { Prefix = "_other_" }));
        await using var third = await AcquireAsync(Open(tables: new TableNaming { Schema = "ops" }));

        Assert.Null(await Open().Lock.TryAcquireAsync(Holders.Grace, Token));
        Assert.True(await Open().IsEmptyAsync(Token));
    }

    [Fact]
    public async Task One_who_waited_gets_it_with_the_connection_that_it_tried_with()
    {
        var (database, waiting) = (Open(), Open());
        var held = await AcquireAsync(database);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await waiting.Lock.TryAcquireAsync(Holders.Grace, Token));
        }

        Assert.Equal("2", await Open().ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'docmigrate %' AND datname = current_database()", Token));
        await held.DisposeAsync();
        await using var next = await AcquireAsync(waiting, Holders.Grace);
    }

    [Fact]
    public async Task A_lock_that_was_asked_for_in_vain_by_one_who_was_stopped_is_not_left_behind()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().Lock.TryAcquireAsync(Holders.Ada, stopped.Token));

        await using var held = await AcquireAsync(Open());
    }

    [Fact]
    public async Task Its_session_is_told_from_a_shared_one()
    {
        // Through anything that passes on what it gets, the two process numbers are equal.
        await using var proxy = new LossyProxy(Postgres.Cluster.Port);
        var through = new NpgsqlConnectionStringBuilder(Connection) { Port = proxy.Port };

        await using var held = await AcquireAsync(Open(through.ConnectionString));

        Assert.NotNull(held);
    }

    private static async Task<IHeldLock> AcquireAsync(PostgresDatabase database, LockHolder? holder = null)
    {
        var held = await database.Lock.TryAcquireAsync(holder ?? Holders.Ada, Token);
        Assert.NotNull(held);
        return held;
    }

    private static async Task SignsAsync(PostgresDatabase reader, int more)
    {
        var first = (await reader.Lock.ReadHolderAsync(Token))!.Signs;
        while ((await reader.Lock.ReadHolderAsync(Token))!.Signs < first + more)
        {
            await Task.Delay(20, Token);
        }
    }

    private async Task<string> UserAsync()
    {
        var name = "user_" + Guid.NewGuid().ToString("n");
        await Open().ExecuteAsync($"CREATE ROLE {name} LOGIN", Token);
        return new NpgsqlConnectionStringBuilder(Connection) { Username = name }.ConnectionString;
    }
}
