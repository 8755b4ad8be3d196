using DocMigrate.Locking;

namespace DocMigrate.Engine.Tests.Fakes;

public sealed class FakeHeldLock(FakeDatabase database, LockHolder holder) : IHeldLock
{
    public LockHolder Holder { get; } = holder;

    public long? Fence { get; private set; }

    public async Task RaiseFenceAsync(long from, long to, CancellationToken cancellationToken)
    {
        await database.RaiseFenceAsync(from, to, cancellationToken);
        Fence = to;
    }

    public void Watch(Func<long> work)
    {
        // The fake's clock is not a watch: its tests report.
    }

    public void Report(string progress)
    {
        if (database.HeldBy is { } holder && holder.IsSameHolding(Holder))
        {
            database.HeldBy = holder with { Progress = progress, Signs = holder.Signs + 1 };
        }
    }

    public ValueTask DisposeAsync()
    {
        database.Release(this);
        return ValueTask.CompletedTask;
    }
}
