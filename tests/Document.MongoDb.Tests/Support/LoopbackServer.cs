using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using DocMigrate.Document.MongoDb.Connecting;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>A server that does to each request what the test says: it speaks the protocol, and breaks it on demand.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="certificate">The certificate for TLS; null for none.</param>
    /// <param name="wantsClientCertificate">Whether the client must show one too.</param>
    public LoopbackServer(X509Certificate2? certificate = null, bool wantsClientCertificate = false)
    {
        _tls = certificate is null ? null : new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = wantsClientCertificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => !wantsClientCertificate || shown is not null,
        };
        _listener.Start();
        Address = new ServerAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        Hello = static () => new JObject(new JProperty("isWritablePrimary", true), new JProperty("maxWireVersion", 21), new JProperty("ok", 1.0));
        Answer = static _ => Reply.Ok();
        _accepting = AcceptAsync();
    }

    public ServerAddress Address { get; }

    public string Uri => $"mongodb://{Address}/?serverSelectionTimeoutMS=30000";

    /// <summary>What it answers to <c>hello</c>.</summary>
    public Func<JObject> Hello { get; set; }

    /// <summary>What it answers to any other command. Null: nothing at all, ever.</summary>
    public Func<Request, Reply?> Answer { get; set; }

    /// <summary>Whether it stays silent even to <c>hello</c>.</summary>
    public bool IsMute { get; set; }

    /// <summary>All requests but <c>hello</c>, in their order.</summary>
    public ConcurrentQueue<Request> Requests { get; } = new();

    /// <summary>All <c>hello</c>s with what the client says of itself.</summary>
    public ConcurrentQueue<JObject> Handshakes { get; } = new();

    public static JObject PrimaryHello(string set, params ServerAddress[] members) => new(
        new JProperty("isWritablePrimary", true),
        new JProperty("setName", set),
        new JProperty("hosts", new JArray(members.Select(static member => member.ToString()))),
        new JProperty("maxWireVersion", 21),
        new JProperty("logicalSessionTimeoutMinutes", 30),
        new JProperty("ok", 1.0));

    public static JObject SecondaryHello(string set, params ServerAddress[] members)
    {
        var hello = PrimaryHello(set, members);
        hello["isWritablePrimary"] = false;
        hello["secondary"] = true;
        return hello;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                _conversations.Add(TalkAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was closed.
        }
    }

    private async Task TalkAsync(TcpClient client, int connection)
    {
        await Task.Yield();
        using var owned = client;
        try
        {
            Stream stream = client.GetStream();
            if (_tls is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(_tls, _closing.Token);
                stream = secure;
            }

            while (await Request.ReadAsync(stream, connection, _closing.Token) is { } request)
            {
                if (!await AnswerAsync(stream, request))
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the server was closed.
        }
    }

    private async Task<bool> AnswerAsync(Stream stream, Request request)
    {
        var isHello = request.Name is "hello" or "isMaster";
        if (isHello)
        {
            Handshakes.Enqueue(request.Body);
        }
        else
        {
            Requests.Enqueue(request);
        }

        var reply = IsMute ? null : isHello ? Reply.Of(Hello()) : Answer(request);
        if (reply is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _closing.Token);
        }

        foreach (var part in reply!.PartsFor(request.Id))
        {
            await stream.WriteAsync(part, _closing.Token);
            await stream.FlushAsync(_closing.Token);
        }

        return !reply.Closes;
    }
}
