using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DocMigrate.PostgresServer;

/// <summary>Stands between a client and its server, and breaks a connection when it sees a certain text on its way to the server.</summary>
public sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _server;
    private volatile string? _text;
    private volatile bool _passItOn;
    private volatile bool _closed;
    private volatile TaskCompletionSource _broken = new();
    private bool _closesThen;

    public LossyProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port of the loopback address to connect to instead.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks the next connection that sends the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="passItOn">Whether the server still gets it, and answers: then the answer alone is lost.</param>
    /// <param name="close">Whether nobody gets through after that.</param>
    /// <returns>Ends when that happened; where the server gets it, it has it then, and may have answered or not.</returns>
    public Task BreakAt(string text, bool passItOn, bool close = false)
    {
        _broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_passItOn, _closesThen, _text) = (passItOn, close, text);
        return _broken.Task;
    }

    /// <summary>Lets everything through again, where the text never came.</summary>
    public void LetThrough() => _text = null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                var answers = server.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
                var orders = ForwardAsync(client.GetStream(), server.GetStream());
                await Task.WhenAny(orders, answers);
                client.Close();
                server.Close();
                await Task.WhenAll(orders, answers);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two went away: so does the other.
                return;
            }
        }
    }

    private async Task ForwardAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[8192];
        while (await client.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (_text is { } text && Encoding.UTF8.GetString(buffer, 0, count).Contains(text, StringComparison.Ordinal))
            {
                var broken = _broken;
                _text = null;
                _closed = _closesThen;
                client.Socket.Shutdown(SocketShutdown.Both);
                if (_passItOn)
                {
                    await server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
                }

                broken.TrySetResult();
                return;
            }

            await server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
