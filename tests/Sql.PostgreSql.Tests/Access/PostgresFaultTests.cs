using DocMigrate.Errors;
using DocMigrate.PostgresServer;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Tests.Access;

/// <summary>What goes wrong with a server is named, with what to do; and no secret is in it.</summary>
public sealed class PostgresFaultTests(PostgresFixture postgres) : PostgresSuite(postgres)
{
    private const string Secret = "geheim";

    [Fact]
    public async Task A_host_that_is_not_there_is_named()
    {
        var error = await FailureAsync("Host=nowhere.invalid;Database=shop;Password=geheim");

        Assert.Equal("DM5302", error.Code.Value);
        Assert.Contains("'nowhere.invalid:5432' can't be reached: there is no host of that name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_named_with_the_command_that_looks()
    {
        var error = await FailureAsync("Host=127.0.0.1;Port=1;Database=shop;Username=ada;Password=geheim");

        Assert.Equal("DM5302", error.Code.Value);
        Assert.Contains("'127.0.0.1:1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("pg_isready -h 127.0.0.1 -p 1", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_the_command_that_makes_it()
    {
        var error = await FailureAsync(With(builder => builder.Database = "Shop"));

        Assert.Equal("DM5304", error.Code.Value);
        Assert.Contains("'Shop'", error.Message, StringComparison.Ordinal);
        Assert.Contains("createdb -h", error.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("\"Shop\"", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_a_missing_one_are_not_shown_and_named()
    {
        var user = await UserAsync($"PASSWORD 'right' IN ROLE {PostgresCluster.WithPassword}", passwords: true);

        var wrong = await FailureAsync(With(builder => (builder.Username, builder.Password) = (user, Secret)));
        var missing = await FailureAsync(With(builder => builder.Username = user));

        Assert.Equal(("DM5303", "DM5303"), (wrong.Code.Value, missing.Code.Value));
        Assert.Contains($"'{user}'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("wants a password", missing.Message, StringComparison.Ordinal);
        Assert.True(await Open(With(builder => (builder.Username, builder.Password) = (user, "right"))).ExistsAsync(Token));
    }

    [Fact]
    public async Task A_user_who_is_not_there_is_named()
    {
        var error = await FailureAsync(With(builder => builder.Username = "nobody_of_that_name"));

        Assert.Equal("DM5303", error.Code.Value);
        Assert.Contains("nobody_of_that_name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_is_lacking_is_named()
    {
        var user = await UserAsync("");
        await ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        var database = Open(With(builder => builder.Username = user));

        var error = await Assert.ThrowsAsync<StoreException>(() => database.Lock.RaiseFenceAsync(0, 1, Token));

        Assert.Equal("DM5305", error.Code.Value);
        Assert.Contains($"GRANT CREATE, USAGE ON SCHEMA public TO \"{user}\"", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, await database.Lock.ReadFenceAsync(Token));
    }

    [Fact]
    public async Task A_server_without_TLS_where_it_is_asked_for_is_named()
    {
        var error = await FailureAsync(With(builder => (builder.SslMode, builder.Password) = (SslMode.Require, Secret)));

        Assert.Equal("DM5307", error.Code.Value);
    }

    [Fact]
    public async Task A_statement_that_the_connection_string_gives_too_little_time_is_named()
    {
        var database = Open(With(builder => builder.Options = "-c statement_timeout=50"));

        var error = await Assert.ThrowsAsync<StoreException>(() => database.ScalarAsync("SELECT pg_sleep(60)", Token));

        Assert.Equal("DM5310", error.Code.Value);
        Assert.Contains("statement_timeout", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_limits_of_the_role_are_for_applications_and_do_not_end_a_migration()
    {
        var user = await UserAsync("");
        foreach (var setting in (string[])["statement_timeout", "idle_in_transaction_session_timeout"])
        {
            await ExecuteAsync($"ALTER ROLE {user} SET {setting} = '1s'");
        }

        var database = Open(With(builder => builder.Username = user));

        Assert.Equal("0 0", await database.ScalarAsync("SELECT current_setting('statement_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout')", Token));
    }

    [Fact]
    public async Task A_lock_that_another_session_holds_for_too_long_counts_as_busy()
    {
        var (first, second) = (Open(Connection), Open(With(builder => builder.Options = "-c lock_timeout=50")));
        await first.ExecuteAsync("CREATE TABLE t (a int)", Token);
        await first.BeginAsync(Token);
        await first.ExecuteAsync("LOCK TABLE t", Token);

        var error = await Assert.ThrowsAsync<StoreException>(() => second.ExecuteAsync("INSERT INTO t VALUES (1)", Token));

        Assert.Equal("DM5309", error.Code.Value);
        Assert.True(error.IsBusy);
        await first.RollbackAsync(Token);
        await second.ExecuteAsync("INSERT INTO t VALUES (1)", Token);
    }

    [Fact]
    public async Task A_statement_that_the_server_refuses_is_quoted()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => Open(Connection).ScalarAsync("SELECT nothing FROM nowhere", Token));

        Assert.Equal("DM5314", error.Code.Value);
        Assert.Contains("\"nowhere\" does not exist (42P01)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_room_is_named()
    {
        var user = await UserAsync("CONNECTION LIMIT 1");
        var connection = With(builder => builder.Username = user);
        await Open(connection).ExistsAsync(Token);

        var error = await FailureAsync(connection);

        Assert.Equal("DM5312", error.Code.Value);
        Assert.True(error.IsBusy);
    }

    [Fact]
    public async Task A_session_that_an_administrator_ends_in_its_transaction_loses_it_and_the_next_one_works()
    {
        var database = Open(Connection);
        await database.ExecuteAsync("CREATE TABLE t (a int)", Token);
        await database.BeginAsync(Token);
        await database.ExecuteAsync("INSERT INTO t VALUES (1)", Token);
        await ExecuteAsync($"SELECT pg_terminate_backend({database.Current.ServerProcessId})");

        var error = await Assert.ThrowsAsync<StoreException>(() => database.ExecuteAsync("INSERT INTO t VALUES (2)", Token));
        Assert.Equal("DM5308", error.Code.Value);
        await Assert.ThrowsAsync<StoreException>(() => database.CommitAsync(Token));
        await database.RollbackAsync(Token);

        await database.ExecuteAsync("INSERT INTO t VALUES (3)", Token);
        Assert.Equal("3", await database.ScalarAsync("SELECT string_agg(a::text, ' ') FROM t", Token));
    }

    [Fact]
    public async Task Nothing_is_written_outside_a_transaction_that_was_begun()
    {
        var database = Open(Connection);

        var error = await Assert.ThrowsAsync<StoreException>(() => database.ScalarAsync("CREATE TABLE t (a int)", Token));

        Assert.Equal("DM5313", error.Code.Value);
    }

    private async Task<StoreException> FailureAsync(string connection)
    {
        var database = Open(connection);
        var error = await Assert.ThrowsAsync<StoreException>(() => database.ExistsAsync(Token));
        Assert.Equal(error.Code, (await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token))).Code);
        Assert.Equal(
            error.Code, (await Assert.ThrowsAsync<StoreException>(() => database.Lock.TryAcquireAsync(Holders.Ada, Token))).Code);
        Assert.DoesNotContain(Secret, error + error.Remedy + database.DisplayName, StringComparison.Ordinal);
        return error;
    }

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(Connection);
        change(builder);
        return builder.ConnectionString;
    }

    private Task ExecuteAsync(string sql) => Open(Connection).ExecuteAsync(sql, Token);

    /// <summary>A role that is nobody else's.</summary>
    private async Task<string> UserAsync(string options, bool passwords = false)
    {
        if (passwords)
        {
            Assert.NotNull(Postgres.Cluster);
        }

        var name = "user_" + Guid.NewGuid().ToString("n");
        await ExecuteAsync($"CREATE ROLE {name} LOGIN {options}");
        return name;
    }
}
