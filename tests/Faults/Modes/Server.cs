using DocMigrate.PostgresServer;
using Npgsql;

namespace DocMigrate.Faults.Modes;

/// <summary>A PostgreSQL server of our own, and what stands before it, so that answers can get lost.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly PostgresCluster _cluster;

    private Server(PostgresCluster cluster)
    {
        _cluster = cluster;
        Proxy = new LossyProxy(cluster.Port);
        Connection = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")) { Port = Proxy.Port }.ConnectionString;
    }

    public LossyProxy Proxy { get; }

    /// <summary>How to connect, by the proxy.</summary>
    public string Connection { get; }

    // What dies is the server, not the machine: what it had written stays written, synced or not.
    public static async Task<Server> StartAsync() => new(await PostgresCluster.StartAsync(durable: false, CancellationToken.None));

    public Task KillAsync() => _cluster.KillAsync(CancellationToken.None);

    public Task StartAgainAsync() => _cluster.StartAgainAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
