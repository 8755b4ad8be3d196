using System.Runtime.ExceptionServices;
using DocMigrate.Document.MongoDb;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using MongoDB.Bson.Serialization.Serializers;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using Newtonsoft.Json.Linq;
using RawBsonDocument = MongoDB.Bson.RawBsonDocument;

namespace DocMigrate.Document.MongoDriver;

/// <summary>
/// The way to MongoDB through the official driver, for an application that has an <see cref="IMongoClient"/>: each command is one <c>RunCommand</c> of the driver, in bytes.
/// Connections, authentication, TLS, discovery and sessions are the client's.
/// </summary>
/// <remarks>
/// Thread-safe. The client is its owner's: disposing this does not dispose it. The driver sends what goes through <c>RunCommand</c> once, so that the second try which
/// <see cref="CommandKind"/> allows is made here, unless the client's settings say <c>RetryWrites</c> or <c>RetryReads</c> false.
/// </remarks>
public sealed class MongoDriverTransport : IMongoTransport
{
    /// <summary>What a server lets a document have unless it says otherwise, and how much more a command (BSONObjMaxInternalSize).</summary>
    private const int UsualDocumentBytes = 16 * 1024 * 1024;
    private const int CommandBytes = 16 * 1024;

    private readonly IMongoClient _client;
    private ServerCapabilities? _capabilities;
    private bool _isDisposed;

    /// <summary>Takes a client. Nothing is sent yet.</summary>
    /// <param name="client">The application's client.</param>
    /// <exception cref="ConfigurationException">Its writes are not acknowledged, <c>w=0</c> (DM6205).</exception>
    public MongoDriverTransport(IMongoClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (!client.Settings.WriteConcern.IsAcknowledged)
        {
            throw new ConfigurationException(MongoErrors.OptionNotSupported, "The MongoDB client has the write concern w=0.", "Give it acknowledged writes: WriteConcern.WMajority.");
        }

        _client = client;
    }

    /// <inheritdoc/>
    public Task<RawDocument> RunAsync(MongoCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var session = command.Session switch
        {
            null => null,
            MongoDriverSession own => own.Handle,
            _ => throw new ArgumentException("The session is of another transport.", nameof(command)),
        };
        return command.WithinItsTimeAsync(token => RunAsync(command, session, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ServerCapabilities> GetCapabilitiesAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var hello = await SendAsync(new MongoCommand { Database = "admin", Body = new JObject(new JProperty("hello", new JValue((object)1))) }, null, null, cancellationToken);
        var cluster = _client.Cluster.Description;
        var kind = cluster.DirectConnection ? TopologyKind.Single : cluster.Type switch
        {
            ClusterType.ReplicaSet => TopologyKind.ReplicaSetWithPrimary,
            ClusterType.Sharded or ClusterType.LoadBalanced => TopologyKind.Sharded,
            _ => TopologyKind.Single,
        };
        var server = ServerDescription.FromHello(DriverFailure.AnyAddress(_client), hello);

        // The driver has no document sequences for others' commands, so that a command is one document and no larger than one.
        return _capabilities = new ServerCapabilities(
            kind, server.Kind, server.MaxWireVersion, server.MaxDocumentBytes, server.MaxDocumentBytes, server.MaxWriteBatch, server.SessionTimeoutMinutes is not null);
    }

    /// <inheritdoc/>
    public async Task<IMongoSession> StartSessionAsync(CancellationToken cancellationToken)
    {
        var capabilities = await GetCapabilitiesAsync(cancellationToken);
        return capabilities.HasSessions ? new MongoDriverSession(_client, await OpenAsync(cancellationToken), capabilities.HasTransactions, MajorityOr(_client.Settings.WriteConcern))
            : throw ServerCapabilities.NotOffered("no sessions");
    }

    /// <summary>Ends the use of the client, which stays open.</summary>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private async Task<RawDocument> RunAsync(MongoCommand command, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        var mayRetry = session?.IsInTransaction != true && command.Kind switch
        {
            CommandKind.Read => _client.Settings.RetryReads,
            CommandKind.RetryableWrite => _client.Settings.RetryWrites && (_capabilities ?? await GetCapabilitiesAsync(cancellationToken)).HasRetryableWrites,
            _ => false,
        };
        if (!mayRetry)
        {
            return await SendAsync(command, session, null, cancellationToken);
        }

        // Both tries must be in one session and under one number: by these the server knows the write again.
        using var lent = session is null ? await OpenAsync(cancellationToken) : null;
        session ??= lent!;
        long? number = command.Kind == CommandKind.RetryableWrite ? session.WrappedCoreSession.AdvanceTransactionNumber() : null;
        MongoDb.Failures.MongoException first;
        try
        {
            return await SendAsync(command, session, number, cancellationToken);
        }
        catch (MongoDb.Failures.MongoException error) when (DriverFailure.IsRetryable(error, command.Kind))
        {
            first = error;
        }

        try
        {
            return await SendAsync(command, session, number, cancellationToken);
        }
        catch (MongoDb.Failures.MongoException error) when (error.HasLabel(ErrorLabel.NoWritesPerformed))
        {
            ExceptionDispatchInfo.Throw(first);
            throw;
        }
    }

    private async Task<RawDocument> SendAsync(MongoCommand command, IClientSessionHandle? session, long? number, CancellationToken cancellationToken)
    {
        var message = new BsonDocumentCommand<RawBsonDocument>(new RawBsonDocument(BsonOf(command, session, number)), RawBsonDocumentSerializer.Instance);
        var database = _client.GetDatabase(command.Database);
        try
        {
            using var reply = await (session is null
                ? database.RunCommandAsync(message, ReadPreference.Primary, cancellationToken)
                : database.RunCommandAsync(session, message, ReadPreference.Primary, cancellationToken));
            var raw = DriverFailure.Raw(reply);
            return MongoDb.Failures.MongoCommandException.Of(DriverFailure.AnyAddress(_client), command.Name, raw, command.ReturnsWriteErrors) is { } refused ? throw refused : raw;
        }
        catch (Exception error) when (DriverFailure.Of(error, _client, command.Name, session?.IsInTransaction == true) is { } known)
        {
            throw known;
        }
    }

    private byte[] BsonOf(MongoCommand command, IClientSessionHandle? session, long? number)
    {
        var additions = new JObject(command.Sequences.Select(static sequence =>
            new JProperty(sequence.Field, new JArray(sequence.Documents.Select(static document => new JRaw(document))))));
        if (number is { } once)
        {
            additions.Add("txnNumber", new JValue(once));
        }

        if (command.Kind is CommandKind.Write or CommandKind.RetryableWrite && session?.IsInTransaction != true && !command.Body.ContainsKey("writeConcern"))
        {
            additions.Add("writeConcern", new JRaw(DriverFailure.Raw(MajorityOr(_client.Settings.WriteConcern).ToBsonDocument())));
        }

        var bytes = BsonWriter.Write(command.Body, additions);
        var most = (_capabilities?.MaxDocumentBytes ?? UsualDocumentBytes) + CommandBytes;
        return bytes.Length <= most ? bytes : throw new DataException(
            MongoErrors.MessageTooLarge,
            $"The command {command} has {bytes.Length:N0} bytes; as one document, which is how the MongoDB driver sends it, it may have {most:N0}.",
            "Send fewer documents at a time, or make them smaller.");
    }

    // Not causally consistent: all goes to the primary, as in the built-in transport.
    private Task<IClientSessionHandle> OpenAsync(CancellationToken cancellationToken) =>
        _client.StartSessionAsync(new ClientSessionOptions { CausalConsistency = false }, cancellationToken);

    private static WriteConcern MajorityOr(WriteConcern chosen) => chosen.W is null ? chosen.With(w: WriteConcern.WMajority.W) : chosen;
}
