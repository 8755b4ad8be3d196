using System.Net.Security;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using DocMigrate.Document.MongoDb.Authentication;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Wire;

/// <summary>Opens connections: socket, TLS, <c>hello</c>, authentication; all of it within the connect timeout.</summary>
internal sealed class ConnectionOpener(ConnectionString connection, TimeProvider time)
{
    private const int CommandNotFound = 59;

    private readonly TlsSettings? _tls = connection.UsesTls ? new TlsSettings(connection) : null;

    /// <summary>A connection that only looks at the server: nobody is logged in.</summary>
    public Task<MongoConnection> OpenMonitorAsync(ServerAddress address, CancellationToken cancellationToken) =>
        OpenAsync(address, generation: 0, socketTimeout: connection.ConnectTimeout, credential: null, cancellationToken);

    /// <summary>A connection for commands.</summary>
    /// <exception cref="MongoConnectionException">There is none.</exception>
    /// <exception cref="MongoAuthenticationException">The user is not let in.</exception>
    public Task<MongoConnection> OpenAsync(ServerAddress address, int generation, CancellationToken cancellationToken) =>
        OpenAsync(address, generation, connection.SocketTimeout, connection.Credential, cancellationToken);

    /// <summary>The server's answer to <c>hello</c>.</summary>
    public static async Task<ServerDescription> HelloAsync(MongoConnection opened, CancellationToken cancellationToken) =>
        ServerDescription.FromHello(opened.Address, await SayHelloAsync(opened, [], cancellationToken));

    /// <summary>Servers older than the command <c>hello</c> (4.4.2 and its likes) know its former name.</summary>
    private static async Task<RawDocument> SayHelloAsync(MongoConnection opened, JObject more, CancellationToken cancellationToken)
    {
        var reply = await opened.RunAsync("admin", Hello("hello", more), cancellationToken);
        return reply["ok"]?.AsBoolean != true && reply["code"]?.AsInt32 == CommandNotFound
            ? await opened.RunAsync("admin", Hello("isMaster", more), cancellationToken)
            : reply;
    }

    private static JObject Hello(string name, JObject more)
    {
        var hello = new JObject(new JProperty(name, new JValue((object)1)), new JProperty("helloOk", true));
        hello.Add(more.Properties().Select(static property => new JProperty(property)));
        return hello;
    }

    private async Task<MongoConnection> OpenAsync(
        ServerAddress address, int generation, TimeSpan socketTimeout, MongoCredential? credential, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(connection.ConnectTimeout);
        MongoConnection? opened = null;
        try
        {
            var socket = await ConnectAsync(address, timeout.Token);
            opened = new MongoConnection(address, socket, await SecureAsync(address, socket, timeout.Token), socketTimeout, time) { Generation = generation };
            await HandshakeAsync(opened, credential, timeout.Token);
            return opened;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            await CloseAsync(opened);
            throw ConnectionFailure.Slow(address, "did not open a connection", error);
        }
        catch (DataException error)
        {
            await CloseAsync(opened);
            throw ConnectionFailure.Protocol(address, error.Message, error);
        }
        catch
        {
            await CloseAsync(opened);
            throw;
        }
    }

    private static ValueTask CloseAsync(MongoConnection? opened) => opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<Socket> ConnectAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        var socket = address.IsUnixSocket ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.IsUnixSocket)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Host), cancellationToken);
                return socket;
            }

            socket.NoDelay = true;

            // A peer that vanished without a word is found out within four minutes, even while a command has no timeout.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 120);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 9);
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw ConnectionFailure.Unreachable(address, error.Message, error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(ServerAddress address, Socket socket, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_tls is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        string? refusal = null;
        try
        {
            await secure.AuthenticateAsClientAsync(_tls.For(address.Host, reason => refusal = reason), cancellationToken);
            return secure;
        }
        catch (Exception error) when (error is AuthenticationException or IOException or SocketException)
        {
            await secure.DisposeAsync();
            throw ConnectionFailure.Tls(address, refusal ?? $"the server does not agree to it ({(error.InnerException ?? error).Message.TrimEnd('.')})", error);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private async Task HandshakeAsync(MongoConnection opened, MongoCredential? credential, CancellationToken cancellationToken)
    {
        var hello = new JObject(new JProperty("client", Client()));
        if (credential is { Mechanism: null, Username: { } user })
        {
            hello.Add("saslSupportedMechs", $"{credential.Source}.{user}");
        }

        var reply = await SayHelloAsync(opened, hello, cancellationToken);
        opened.Server = ServerDescription.FromHello(opened.Address, reply);
        if (opened.Server.Error is { } error)
        {
            throw ConnectionFailure.Protocol(opened.Address, error);
        }

        if (credential is not null && opened.Server.Kind != ServerKind.Arbiter)
        {
            await Authenticator.RunAsync(opened, credential, reply, cancellationToken);
        }
    }

    /// <summary>What the server's log shows of this client.</summary>
    private JObject Client()
    {
        var client = new JObject(
            new JProperty("driver", new JObject(new JProperty("name", "DocMigrate"), new JProperty("version", Version))),
            new JProperty("os", new JObject(
                new JProperty("type", OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux"),
                new JProperty("architecture", RuntimeInformation.ProcessArchitecture.ToString()))),
            new JProperty("platform", RuntimeInformation.FrameworkDescription));
        if (connection.ApplicationName is { } name)
        {
            client.AddFirst(new JProperty("application", new JObject(new JProperty("name", name))));
        }

        return client;
    }

    private static string Version => typeof(ConnectionOpener).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
