using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using DocMigrate.Document.MongoDb;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Transport;
using MongoDB.Bson;
using MongoDB.Driver.Core.Connections;
using Driver = MongoDB.Driver;

namespace DocMigrate.Document.MongoDriver;

/// <summary>The driver's errors as those of DocMigrate: code, server's number, name and labels. What the driver says of a command's content is left out.</summary>
internal static class DriverFailure
{
    /// <summary>The error of a command; null for what is none of servers or connections, such as a cancellation.</summary>
    public static MongoException? Of(Exception error, Driver.IMongoClient client, string command, bool inTransaction)
    {
        var known = Translate(error, client, command);
        if (inTransaction && known is MongoConnectionException)
        {
            known.Label(ErrorLabel.TransientTransaction);
        }

        return known;
    }

    /// <summary>The error of a commit: where nothing was heard from the server, it is not known if it was committed.</summary>
    public static MongoException? OfCommit(Exception error, Driver.IMongoClient client)
    {
        var known = Translate(error, client, "commitTransaction");
        if (known is MongoConnectionException)
        {
            known.Label(ErrorLabel.UnknownCommitResult);
            known.Label(ErrorLabel.TransientTransaction, present: false);
        }

        return known;
    }

    /// <summary>Whether the specifications let the command be sent once more.</summary>
    public static bool IsRetryable(MongoException error, CommandKind kind) => error switch
    {
        MongoConnectionException connection => connection.Code != MongoErrors.TlsRefused,
        MongoCommandException command when kind == CommandKind.Read => ServerErrorCode.IsRetryable(command.ServerCode),
        _ => error.HasLabel(ErrorLabel.RetryableWrite),
    };

    /// <summary>The server that takes writes, or the first one that is known: for errors, whose commands went to it.</summary>
    public static ServerAddress AnyAddress(Driver.IMongoClient client) =>
        client.Cluster.Description.Servers.OrderByDescending(static server => server.IsDataBearing).ThenBy(static server => server.Type == Driver.Core.Servers.ServerType.ReplicaSetSecondary)
            .Select(static server => AddressOf(server.EndPoint)).FirstOrDefault() ?? AddressOf(new DnsEndPoint(client.Settings.Server.Host, client.Settings.Server.Port));

    /// <summary>The bytes of a document of the driver, copied.</summary>
    public static RawDocument Raw(BsonDocument document) => new(document.ToBson());

    private static MongoException? Translate(Exception error, Driver.IMongoClient client, string command)
    {
        var known = error switch
        {
            Driver.MongoExecutionTimeoutException slow => Refused(slow.ConnectionId, command, new BsonDocument
            {
                ["ok"] = 0, ["code"] = slow.Code, ["codeName"] = slow.CodeName ?? "", ["errmsg"] = slow.Message,
            }),
            Driver.MongoCommandException refused => Refused(refused.ConnectionId, command, refused.Result),
            Driver.MongoAuthenticationException { InnerException: Driver.MongoConnectionException broken } => Broken(AddressOf(broken.ConnectionId), broken),
            Driver.MongoAuthenticationException kept => new MongoAuthenticationException(
                AddressOf(kept.ConnectionId), CredentialOf(client), (kept.InnerException ?? kept).Message.TrimEnd('.'), kept),
            Driver.MongoConnectionException broken => Broken(AddressOf(broken.ConnectionId), broken),
            Driver.MongoConnectionPoolPausedException => ConnectionFailure.Unreachable(AnyAddress(client), "its connections were closed after an error, and none could be opened again", error),
            Driver.MongoWaitQueueFullException => ConnectionFailure.Slow(AnyAddress(client), "had no connection free", error),
            Driver.MongoIncompatibleDriverException => new MongoConnectionException(
                MongoErrors.IncompatibleServer, AnyAddress(client), error.Message, "Use a version of the MongoDB driver that knows this server.", error),
            TimeoutException => NotFound(client, error),
            _ => null,
        };
        foreach (var label in known is null ? [] : (error as Driver.MongoException)?.ErrorLabels ?? [])
        {
            known!.Label(label);
        }

        return known;
    }

    private static MongoException? Refused(ConnectionId connection, string command, BsonDocument reply) =>
        MongoCommandException.Of(AddressOf(connection), command, Raw(reply), returnsWriteErrors: false);

    private static MongoConnectionException Broken(ServerAddress address, Driver.MongoConnectionException broken) =>
        Cause<AuthenticationException>(broken) is { } tls ? ConnectionFailure.Tls(address, Words(tls), broken)
        : broken.ContainsTimeoutException ? ConnectionFailure.Slow(address, "did not answer", broken)
        : broken.InnerException is SocketException refused ? ConnectionFailure.Unreachable(address, Words(refused), broken)
        : ConnectionFailure.Lost(address, Words(broken.InnerException ?? broken), broken);

    /// <summary>No server was found in time. The driver keeps why it could not reach each of them.</summary>
    private static MongoConnectionException NotFound(Driver.IMongoClient client, Exception error)
    {
        var servers = client.Cluster.Description.Servers;
        if (servers.Count > 0 && servers.All(static server => Cause<AuthenticationException>(server.HeartbeatException) is not null))
        {
            return ConnectionFailure.Tls(AddressOf(servers[0].EndPoint), Words(Cause<AuthenticationException>(servers[0].HeartbeatException)!), error);
        }

        var states = servers.Select(static server => $"{AddressOf(server.EndPoint)} is {(server.HeartbeatException is { } reason ? $"not available ({Words(reason.GetBaseException())})" : server.Type)}");
        return new MongoConnectionException(
            MongoErrors.NoServer,
            null,
            $"No MongoDB server that takes writes was found within {client.Settings.ServerSelectionTimeout.TotalSeconds:0.#} seconds: {(servers.Count == 0 ? "none is known" : string.Join("; ", states))}.",
            "See that the hosts and the replica set of the client's settings are right and that the servers run (rs.status() in mongosh).",
            error);
    }

    private static string Words(Exception error) => error.GetBaseException().Message.TrimEnd('.');

    private static T? Cause<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static ServerAddress AddressOf(ConnectionId connection) => AddressOf(connection.ServerId.EndPoint);

    private static ServerAddress AddressOf(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint named => new ServerAddress(named.Host.ToLowerInvariant(), named.Port),
        IPEndPoint numbered => new ServerAddress(numbered.Address.ToString(), numbered.Port),
        _ => new ServerAddress(endPoint.ToString() ?? "", 0),
    };

    private static MongoCredential CredentialOf(Driver.IMongoClient client)
    {
        var credential = client.Settings.Credential;
        return new MongoCredential(credential?.Username, null, credential?.Source ?? "admin", credential?.Mechanism, new Dictionary<string, string>());
    }
}
