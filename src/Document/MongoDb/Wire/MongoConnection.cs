using System.Net.Sockets;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Wire;

/// <summary>One connection: sends a message, waits for its reply. After any failure in between it is broken, for what comes next could be the reply to something else.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class MongoConnection(ServerAddress address, Socket socket, Stream stream, TimeSpan socketTimeout, TimeProvider time) : IAsyncDisposable
{
    private const int FirstBytes = 64 * 1024;

    private readonly byte[] _header = new byte[WireMessage.HeaderBytes];
    private int _requestId;
    private long _lastUsed = time.GetTimestamp();

    public ServerAddress Address => address;

    /// <summary>What the server said of itself at the handshake.</summary>
    public ServerDescription Server { get; set; } = new(address);

    /// <summary>The generation of the pool that it is of.</summary>
    public int Generation { get; init; }

    public bool IsBroken { get; private set; }

    /// <summary>Whether it can take another request, as far as can be seen without sending one.</summary>
    public bool IsUsable(TimeSpan maxIdleTime)
    {
        if (IsBroken || (maxIdleTime != Timeout.InfiniteTimeSpan && time.GetElapsedTime(_lastUsed) > maxIdleTime))
        {
            return false;
        }

        try
        {
            // Nothing is on its way to us between two requests: what can be read is the end of the connection.
            return !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Sends a command as it is.</summary>
    public Task<RawDocument> RunAsync(string database, JObject body, CancellationToken cancellationToken) =>
        ExchangeAsync(body, new JObject(new JProperty("$db", database)), [], cancellationToken);

    /// <summary>Sends a command and waits for the reply, which may be an error.</summary>
    /// <exception cref="MongoConnectionException">There is no reply, or none that can be understood.</exception>
    /// <exception cref="DataException">The body has no form in BSON, or is larger than the server allows. Nothing was sent.</exception>
    public async Task<RawDocument> ExchangeAsync(JObject body, JObject additions, IReadOnlyList<DocumentSequence> sequences, CancellationToken cancellationToken)
    {
        var id = unchecked(++_requestId);
        var request = WireMessage.Request(id, body, additions, sequences);
        if (request.Length > Server.MaxMessageBytes)
        {
            throw new DataException(
                MongoErrors.MessageTooLarge,
                $"A command for {address} has {request.Length:N0} bytes; the server allows {Server.MaxMessageBytes:N0}.",
                "Send fewer documents at a time, or make them smaller.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            timeout.CancelAfter(socketTimeout);
            await stream.WriteAsync(request.WrittenMemory, timeout.Token);
            await ReadAsync(_header, timeout);
            var content = await ReadContentAsync(WireMessage.ReplyLength(_header, id) - WireMessage.HeaderBytes, timeout);
            var reply = WireMessage.Reply(content);
            _lastUsed = time.GetTimestamp();
            return reply;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken(ConnectionFailure.Slow(address, "did not answer", error));
        }
        catch (OperationCanceledException)
        {
            IsBroken = true;
            throw;
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            throw Broken(ConnectionFailure.Lost(address, error.Message, error));
        }
        catch (Exception error) when (error is FormatException or DataException)
        {
            throw Broken(ConnectionFailure.Protocol(address, error.Message, error));
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsBroken = true;
        await stream.DisposeAsync();
        socket.Dispose();
    }

    /// <summary>Memory grows with the bytes that came, not with the length that the header claims.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadContentAsync(int length, CancellationTokenSource timeout)
    {
        var content = new byte[Math.Min(length, FirstBytes)];
        for (var read = 0; ;)
        {
            await ReadAsync(content.AsMemory(read), timeout);
            read = content.Length;
            if (read == length)
            {
                return content;
            }

            Array.Resize(ref content, (int)Math.Min(length, read * 2L));
        }
    }

    private async Task ReadAsync(Memory<byte> target, CancellationTokenSource timeout)
    {
        while (target.Length > 0)
        {
            timeout.CancelAfter(socketTimeout);
            var count = await stream.ReadAsync(target, timeout.Token);
            target = count > 0 ? target[count..] : throw new EndOfStreamException("the server closed it");
        }
    }

    private MongoConnectionException Broken(MongoConnectionException error)
    {
        IsBroken = true;
        return error;
    }
}
