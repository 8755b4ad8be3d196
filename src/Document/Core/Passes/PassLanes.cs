using System.Runtime.ExceptionServices;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Does the chunks of a pass on several connections at once. Each is committed together with its checkpoint when those before it are: so the cursor is always the end of what is
/// done, and who goes on from it, or goes back, need not know that there were lanes.
/// </summary>
/// <param name="lanes">The lanes; no transaction is open on them.</param>
/// <param name="size">How large chunks are.</param>
/// <param name="reshape">Does a chunk in a lane's transaction.</param>
/// <param name="commit">Is told of a chunk that was done, how, and how long it took; commits it in the transaction that is open on the store's database, and begins the next one there.</param>
/// <param name="time">The clock.</param>
internal sealed class PassLanes(
    IReadOnlyList<IPassLane> lanes,
    ChunkSize size,
    Func<IPassLane, PassRange, CancellationToken, Task<PassCounts>> reshape,
    Func<PassChunk, PassCounts, TimeSpan, CancellationToken, Task> commit,
    TimeProvider time) : IDisposable
{
    /// <summary>How long a lane waits for the others to commit before it looks whether they wait for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _taking = new(1);
    private readonly Lock _turns = new();
    private readonly List<Turn> _open = [];
    private (int Number, ExceptionDispatchInfo Error)? _failure;
    private PassRange _rest = PassRange.Everything;
    private Task<bool> _last = Task.FromResult(true);
    private int _taken;
    private volatile bool _ended;

    /// <summary>Does all that is left of a pass. No chunk after one that fails is committed.</summary>
    public async Task RunAsync(PassRange rest, CancellationToken cancellationToken)
    {
        _rest = rest;
        await Task.WhenAll(lanes.Select(lane => WorkAsync(lane, cancellationToken)));
        _failure?.Error.Throw();
    }

    public void Dispose() => _taking.Dispose();

    private async Task WorkAsync(IPassLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await lane.BeginAsync(cancellationToken);
            while (await TakeAsync(lane, cancellationToken) is { } turn)
            {
                await DoAsync(lane, turn);
            }
        }
        catch (Exception error)
        {
            // Not in a chunk: those that were taken are not touched by it.
            await FailAsync(int.MaxValue, error);
        }
    }

    private async Task<Turn?> TakeAsync(IPassLane lane, CancellationToken cancellationToken)
    {
        await _taking.WaitAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_ended || await lane.Collection.NextAsync(_rest, size.Current, cancellationToken) is not { } next || _ended)
            {
                _ended = true;
                return null;
            }

            var turn = new Turn(_taken++, _rest with { UpTo = next.To }, next, _last, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
            (_rest, _last) = (_rest with { After = next.To }, turn.Committed.Task);
            lock (_turns)
            {
                _open.Add(turn);
            }

            return turn;
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task DoAsync(IPassLane lane, Turn turn)
    {
        var stop = turn.Stop.Token;
        try
        {
            var started = time.GetTimestamp();
            var counts = await reshape(lane, turn.Range, stop);
            var took = time.GetElapsedTime(started);
            if (!await WaitAsync(lane, turn, stop))
            {
                await lane.BeginAsync(stop);
                counts = await reshape(lane, turn.Range, stop);
            }

            // One before it may have failed meanwhile.
            stop.ThrowIfCancellationRequested();
            using (lane.Use())
            {
                await commit(turn.Chunk, counts, took, stop);
            }

            Close(turn, committed: true);
        }
        catch (Exception error)
        {
            await FailAsync(turn.Number, error);
            Close(turn, committed: false);
        }
    }

    /// <summary>Waits until all chunks before are committed.</summary>
    /// <returns>Whether the lane's transaction still is there; else it was in the others' way, and the chunk has to be done again.</returns>
    private async Task<bool> WaitAsync(IPassLane lane, Turn turn, CancellationToken stop)
    {
        var mine = true;
        while (!turn.Before.IsCompleted)
        {
            await Task.WhenAny(turn.Before, Task.Delay(Patience, time, stop));
            stop.ThrowIfCancellationRequested();
            if (mine && !turn.Before.IsCompleted && await lane.IsInTheWayAsync(stop))
            {
                await lane.RollbackAsync(stop);
                mine = false;
            }
        }

        return await turn.Before ? mine : throw new OperationCanceledException("A chunk before this one failed.");
    }

    private void Close(Turn turn, bool committed)
    {
        lock (_turns)
        {
            _open.Remove(turn);
        }

        turn.Stop.Dispose();
        turn.Committed.SetResult(committed);
    }

    /// <summary>Those after it are given up; those before it are finished. What is thrown in the end is the error of the first chunk that failed.</summary>
    private async Task FailAsync(int number, Exception error)
    {
        _ended = true;
        var stopped = new List<Task>();
        lock (_turns)
        {
            if (_failure is null || number < _failure.Value.Number)
            {
                _failure = (number, ExceptionDispatchInfo.Capture(error));
            }

            stopped.AddRange(_open.Where(turn => turn.Number > number).Select(static turn => turn.Stop.CancelAsync()));
        }

        await Task.WhenAll(stopped);
    }

    /// <summary>A chunk, and when it may be committed.</summary>
    /// <param name="Number">Its place among the chunks.</param>
    /// <param name="Range">The documents.</param>
    /// <param name="Chunk">The same, as it was taken.</param>
    /// <param name="Before">Whether the one before was committed.</param>
    /// <param name="Stop">Gives it up.</param>
    private sealed record Turn(int Number, PassRange Range, PassChunk Chunk, Task<bool> Before, CancellationTokenSource Stop)
    {
        /// <summary>Whether it was committed.</summary>
        public TaskCompletionSource<bool> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
