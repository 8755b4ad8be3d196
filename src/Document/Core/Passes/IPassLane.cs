namespace DocMigrate.Document.Passes;

/// <summary>A connection to the store of its own, with its own transaction, on which chunks of a pass are done while others are done on other ones. Not thread-safe.</summary>
/// <remarks>
/// Disposing of it undoes what was not committed. Chunks are committed in the order of keys, so a lane may wait in its transaction until another one has committed. The server
/// does not see that, and can't tell when the other one waits for a lock in turn: hence <see cref="IsInTheWayAsync"/>.
/// </remarks>
public interface IPassLane : IAsyncDisposable
{
    /// <summary>The collection, by the lane's connection.</summary>
    IPassCollection Collection { get; }

    /// <summary>Begins the lane's transaction, held to the fence as every transaction on <see cref="IPassStore.Database"/> is.</summary>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>Undoes the lane's transaction.</summary>
    Task RollbackAsync(CancellationToken cancellationToken);

    /// <summary>Makes the lane's transaction the one that is open on <see cref="IPassStore.Database"/>, until what is returned is disposed of. One lane's at a time.</summary>
    IDisposable Use();

    /// <summary>Whether another lane waits for a lock of this one's transaction, directly or by way of somebody else who does.</summary>
    Task<bool> IsInTheWayAsync(CancellationToken cancellationToken);
}
