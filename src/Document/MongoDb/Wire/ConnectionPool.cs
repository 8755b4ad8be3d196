using System.Collections.Concurrent;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;

namespace DocMigrate.Document.MongoDb.Wire;

/// <summary>The connections to one server. The one that was used last is taken first, so that those that are not needed grow old.</summary>
internal sealed class ConnectionPool(ServerAddress address, ConnectionOpener opener, ConnectionString settings) : IAsyncDisposable
{
    private readonly ConcurrentStack<MongoConnection> _idle = new();
    private readonly SemaphoreSlim _slots = new(settings.MaxPoolSize == 0 ? int.MaxValue : settings.MaxPoolSize);
    private volatile bool _closed;

    /// <summary>A connection of that generation or a later one; to be given back with <see cref="ReturnAsync"/>.</summary>
    public async Task<MongoConnection> TakeAsync(int generation, CancellationToken cancellationToken)
    {
        if (!await _slots.WaitAsync(settings.ServerSelectionTimeout, cancellationToken))
        {
            throw ConnectionFailure.Slow(address, $"has all of its {settings.MaxPoolSize} connections in use (maxPoolSize), and none became free");
        }

        try
        {
            while (_idle.TryPop(out var idle))
            {
                if (idle.Generation >= generation && idle.IsUsable(settings.MaxIdleTime))
                {
                    return idle;
                }

                await idle.DisposeAsync();
            }

            return await opener.OpenAsync(address, generation, cancellationToken);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    public async Task ReturnAsync(MongoConnection connection)
    {
        if (connection.IsBroken || _closed)
        {
            await connection.DisposeAsync();
        }
        else
        {
            _idle.Push(connection);
        }

        _slots.Release();
    }

    /// <summary>Closes those that nobody uses; the others close when they are given back.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        while (_idle.TryPop(out var idle))
        {
            await idle.DisposeAsync();
        }
    }
}
