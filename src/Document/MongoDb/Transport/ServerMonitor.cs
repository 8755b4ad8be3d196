using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Wire;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>Looks at one server over a connection of its own, when it is told to.</summary>
/// <remarks>Not thread-safe but for <see cref="Look"/> itself: its owner locks.</remarks>
internal sealed class ServerMonitor(ServerAddress address, ConnectionOpener opener, TimeProvider time) : IAsyncDisposable
{
    private MongoConnection? _connection;
    private long? _finished;
    private Task _look = Task.CompletedTask;

    /// <summary>The look that goes on; null when none does.</summary>
    public Task? Look => _look.IsCompleted ? null : _look;

    /// <summary>Why the last look failed; null when it did not.</summary>
    public MigrationException? LastError { get; private set; }

    public void LookIfOlder(TimeSpan interval, Action<Func<TopologyState, TopologyState>> learn, CancellationToken cancellationToken)
    {
        if (_look.IsCompleted && (_finished is not { } finished || time.GetElapsedTime(finished) >= interval))
        {
            _look = LookAsync(learn, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _look.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task LookAsync(Action<Func<TopologyState, TopologyState>> learn, CancellationToken cancellationToken)
    {
        // Its owner holds a lock while it starts this.
        await Task.Yield();
        try
        {
            if (_connection?.IsUsable(Timeout.InfiniteTimeSpan) != true)
            {
                await CloseAsync();
                _connection = await opener.OpenMonitorAsync(address, cancellationToken);
            }
            else
            {
                _connection.Server = await ConnectionOpener.HelloAsync(_connection, cancellationToken);
            }

            var server = _connection.Server;
            LastError = null;
            learn(state => state.WithHello(server));
        }
        catch (Exception error) when (error is MongoException or DataException)
        {
            await CloseAsync();
            LastError = (MigrationException)error;
            learn(state => state.WithMonitorError(address, error.Message));
        }
        finally
        {
            _finished = time.GetTimestamp();
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }
}
