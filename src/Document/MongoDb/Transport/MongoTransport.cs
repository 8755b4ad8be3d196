using DocMigrate.Document.MongoDb.Authentication;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Wire;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>DocMigrate's own client for MongoDB (DESIGN §9): commands and replies over TCP or TLS, nothing else. Opens connections when they are needed.</summary>
/// <remarks>Thread-safe. What it covers, and what it does not, is on the page <c>docs/stores/mongodb-wire.md</c>.</remarks>
public sealed class MongoTransport : IMongoTransport
{
    private static readonly string?[] Mechanisms = [null, Authenticator.Sha256, Authenticator.Sha1, Authenticator.X509];

    private readonly SessionPool _sessions;
    private readonly ServerSelector _selector;
    private readonly CommandRunner _runner;
    private bool _isDisposed;

    private MongoTransport(ConnectionString connection, TimeProvider time)
    {
        var opener = new ConnectionOpener(connection, time);
        _sessions = new SessionPool(time);
        _selector = new ServerSelector(connection, opener, time);
        _runner = new CommandRunner(connection, _selector, opener, _sessions);
    }

    /// <summary>What is known of the servers at the moment.</summary>
    public TopologyDescription Topology => _selector.State.Description;

    /// <summary>Makes a client. Nothing is opened yet.</summary>
    /// <param name="connection">Where the servers are.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ConfigurationException">The connection string asks for what this client does not do (DM6204, DM6205), or a file of certificates can't be used (DM6206).</exception>
    public static MongoTransport Open(ConnectionString connection, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.IsSrv)
        {
            throw new ConfigurationException(
                MongoErrors.SrvNotSupported,
                $"The connection string {connection} is mongodb+srv, whose hosts are in the domain name system; they are not looked up.",
                $"Ask for them with: dig +short SRV _mongodb._tcp.{connection.Hosts[0].Host} and: dig +short TXT {connection.Hosts[0].Host}; then write mongodb:// with those hosts, tls=true and the options of the TXT record.");
        }

        var unsupported = !Mechanisms.Contains(connection.Credential?.Mechanism) ? $"authMechanism={connection.Credential!.Mechanism}"
            : connection.Options.ContainsKey("proxyHost") ? "proxyHost"
            : connection.Options.GetValueOrDefault("loadBalanced") is true ? "loadBalanced=true"
            : connection.Options.GetValueOrDefault("w") is 0 ? "w=0"
            : null;
        return unsupported is null ? new MongoTransport(connection, time ?? TimeProvider.System) : throw new ConfigurationException(
            MongoErrors.OptionNotSupported,
            $"The connection string {connection} has the option {unsupported}, which is not supported.",
            "Use SCRAM-SHA-256, SCRAM-SHA-1 or MONGODB-X509, a direct way to the servers, and acknowledged writes.");
    }

    /// <inheritdoc/>
    public Task<RawDocument> RunAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var session = command.Session switch
        {
            null => null,
            MongoSession own => own,
            _ => throw new ArgumentException("The session is of another transport.", nameof(command)),
        };
        return command.WithinItsTimeAsync(token => _runner.RunAsync(command, session, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ServerCapabilities> GetCapabilitiesAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var server = await _selector.SelectAsync(pinned: null, cancellationToken);
        return ServerCapabilities.Of(Topology, server);
    }

    /// <inheritdoc/>
    public async Task<IMongoSession> StartSessionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var server = await _selector.SelectAsync(pinned: null, cancellationToken);
        return server.SessionTimeoutMinutes is null
            ? throw ServerCapabilities.NotOffered("no sessions")
            : new MongoSession(_runner, _sessions, _sessions.Take(server.SessionTimeoutMinutes), ServerCapabilities.Of(Topology, server).HasTransactions);
    }

    /// <summary>Ends the sessions, as far as a server hears of it, and closes the connections. Commands that are on their way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await EndSessionsAsync();
        await _selector.DisposeAsync();
        await _runner.DisposeAsync();
    }

    private async Task EndSessionsAsync()
    {
        var sessions = _sessions.Drain();
        if (sessions.Count == 0 || !Topology.Servers.Values.Any(static server => server.IsWritable))
        {
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var end = new MongoCommand { Database = "admin", Body = new JObject(new JProperty("endSessions", new JArray(sessions.Select(static session => session.Id)))) };
        try
        {
            await _runner.RunAsync(end, session: null, limit.Token);
        }
        catch (Exception error) when (error is MongoException or OperationCanceledException)
        {
            // A courtesy: the server forgets sessions by itself after half an hour.
            return;
        }
    }
}
