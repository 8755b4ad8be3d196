using DocMigrate.PostgresServer;
using Npgsql;

namespace DocMigrate.Faults.Modes;

/// <summary>A PostgreSQL server of our own, and what stands before it, so that answers can get lost.</summary>
internal sealed class PostgresServer : Server
{
    private readonly PostgresCluster _cluster;
    private readonly LossyProxy _proxy;

    private PostgresServer(PostgresCluster cluster)
    {
        _cluster = cluster;
        _proxy = new LossyProxy(cluster.Port);
        Connection = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")) { Port = _proxy.Port }.ConnectionString;
    }

    /// <summary>By the proxy.</summary>
    public override string Connection { get; }

    // What dies is the server, not the machine: what it had written stays written, synced or not.
    public static async Task<PostgresServer> StartAsync() => new(await PostgresCluster.StartAsync(durable: false, CancellationToken.None));

    public override async Task LoseAnswerAsync(string database, bool passItOn, Action wake, Task ending)
    {
        var asked = _proxy.BreakAt("COMMIT", passItOn);
        wake();
        await Task.WhenAny(asked, ending);
        _proxy.LetThrough();
    }

    public override Task KillAsync() => _cluster.KillAsync(CancellationToken.None);

    public override Task StartAgainAsync() => _cluster.StartAgainAsync(CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
