using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Wire;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>
/// Keeps the picture of the servers and finds the one that takes writes. Servers are looked at when one is needed and what is known is old or not enough; each by
/// itself, so that one that does not answer holds up nobody.
/// </summary>
internal sealed class ServerSelector(ConnectionString connection, ConnectionOpener opener, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A server is not looked at more often than this, as the specification says.</summary>
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<ServerAddress, ServerMonitor> _monitors = [];
    private TopologyState _state = new(TopologyDescription.Start(connection));

    public TopologyState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>The server that takes writes; for a direct connection the one there is.</summary>
    /// <param name="pinned">The only server that will do; null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="MongoConnectionException">None is found within the time for selecting a server.</exception>
    public async Task<ServerDescription> SelectAsync(ServerAddress? pinned, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            Look(connection.HeartbeatFrequency);
            if (Find(State.Description, pinned) is { } found)
            {
                return found;
            }

            var checks = Look(LeastInterval);

            var left = connection.ServerSelectionTimeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || (checks.Count == 0 && Hopeless() is not null))
            {
                throw Hopeless() ?? NotFound();
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(checks.Count == 0 && LeastInterval < left ? LeastInterval : left, time, enough.Token);
            await Task.WhenAny([pause, .. checks]);
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes in what a command learned of its server.</summary>
    public void Learn(Func<TopologyState, TopologyState> change)
    {
        lock (_lock)
        {
            _state = change(_state);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        List<ServerMonitor> monitors;
        lock (_lock)
        {
            monitors = [.. _monitors.Values];
            _monitors.Clear();
        }

        foreach (var monitor in monitors)
        {
            await monitor.DisposeAsync();
        }

        _closing.Dispose();
    }

    private static ServerDescription? Find(TopologyDescription topology, ServerAddress? pinned)
    {
        if (topology.Incompatibility is { } reason)
        {
            throw new MongoConnectionException(MongoErrors.IncompatibleServer, null, reason, "Use MongoDB 4.2 to 8.x, or a newer DocMigrate.");
        }

        var able = topology.Servers.Values.Where(server => topology.Kind == TopologyKind.Single ? server.Kind != ServerKind.Unknown : server.IsWritable)
            .Where(server => pinned is null || server.Address == pinned).ToList();
        return able.Count == 0 ? null : able[Random.Shared.Next(able.Count)];
    }

    /// <summary>Starts looking at the servers that were not looked at for so long.</summary>
    /// <returns>The looks that go on.</returns>
    private List<Task> Look(TimeSpan interval)
    {
        lock (_lock)
        {
            foreach (var address in _state.Description.Servers.Keys)
            {
                if (!_monitors.TryGetValue(address, out var monitor))
                {
                    _monitors[address] = monitor = new ServerMonitor(address, opener, time);
                }

                monitor.LookIfOlder(interval, Learn, _closing.Token);
            }

            return [.. _state.Description.Servers.Keys.Select(address => _monitors[address].Look).OfType<Task>()];
        }
    }

    /// <summary>An error that waiting does not mend: every server refuses the connection for its certificate.</summary>
    private MongoConnectionException? Hopeless()
    {
        lock (_lock)
        {
            var errors = _state.Description.Servers.Keys.Select(address => _monitors.GetValueOrDefault(address)?.LastError).ToList();
            return errors.Count > 0 && errors.TrueForAll(static error => error?.Code == MongoErrors.TlsRefused) ? errors[0] as MongoConnectionException : null;
        }
    }

    private MongoConnectionException NotFound()
    {
        var topology = State.Description;
        var servers = topology.Servers.Values.OrderBy(static server => server.Address.ToString(), StringComparer.Ordinal)
            .Select(static server => $"{server.Address} is {Words(server)}").ToList();
        var wanted = topology.SetName is { } set ? $"a primary of the replica set '{set}'" : "a server that takes writes";
        return new(
            MongoErrors.NoServer,
            null,
            $"No MongoDB server was found within {connection.ServerSelectionTimeout.TotalSeconds:0.#} seconds that is {wanted}: {(servers.Count == 0 ? "none of the hosts is of that replica set" : string.Join("; ", servers))}.",
            "See that the hosts and the replica set of the connection string are right and that the servers run (rs.status() in mongosh); for one member of a replica set by itself add directConnection=true.");
    }

    private static string Words(ServerDescription server) =>
        server.Kind == ServerKind.Unknown ? $"not available ({server.Error?.TrimEnd('.') ?? "it did not answer yet"})" : $"a {server.Kind.ToString().ToLowerInvariant()}";
}
