using DocMigrate.PostgresServer;
using Npgsql;

namespace DocMigrate.Tests;

/// <summary>
/// The server of a test assembly: a throw-away one, or that of <c>DOCMIGRATE_TEST_POSTGRES</c> (a superuser's connection string). Where there is neither, tests
/// are skipped, and with <c>CI=true</c> fail. Announced with <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>; test classes take it in their constructor.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string? _external = Environment.GetEnvironmentVariable("DOCMIGRATE_TEST_POSTGRES") is { Length: > 0 } connection ? connection : null;
    private readonly List<string> _created = [];
    private PostgresCluster? _cluster;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The server where it is a throw-away one: one that may be stopped and killed is better made by the test itself.</summary>
    public PostgresCluster Cluster
    {
        get
        {
            Require(PostgresCluster.Missing);
            return _cluster ?? Skipped<PostgresCluster>("Needs PostgreSQL of its own, not that of DOCMIGRATE_TEST_POSTGRES.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (_external is null && PostgresCluster.Missing is null)
        {
            _cluster = await PostgresCluster.StartAsync(durable: false, CancellationToken.None);
        }
    }

    /// <summary>An empty database, for one test.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        if (_external is null)
        {
            Require(PostgresCluster.Missing);
            return await _cluster!.CreateDatabaseAsync(Token);
        }

        var name = "docmigrate_test_" + Guid.NewGuid().ToString("n");
        await ExecuteAsync($"CREATE DATABASE {name}", Token);
        lock (_created)
        {
            _created.Add(name);
        }

        return new NpgsqlConnectionStringBuilder(_external) { Database = name, Pooling = false }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _created)
        {
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_external) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Require(string? missing)
    {
        if (missing is not null)
        {
            Skipped<object>(missing);
        }
    }

    private static T Skipped<T>(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }
}
