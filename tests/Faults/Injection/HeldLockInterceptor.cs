using DocMigrate.Faults.Children;
using DocMigrate.Locking;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a lock that is held.</summary>
internal sealed class HeldLockInterceptor(Injector injector) : Interceptor
{
    public override object? Call(string member, object?[] arguments, Func<object?> inner) => member switch
    {
        // Without a fence of its own to compare with, no transaction is stopped.
        nameof(IHeldLock.RaiseFenceAsync) => injector.IsOff(Protections.Fence)
            ? Task.CompletedTask
            : Around(() => injector.Reach(FaultPoints.FenceBefore), inner, () => injector.Reach(FaultPoints.FenceAfter)),
        nameof(IAsyncDisposable.DisposeAsync) => new ValueTask(LeaveAsync(inner)),
        _ => inner(),
    };

    private async Task LeaveAsync(Func<object?> inner)
    {
        injector.Reach(FaultPoints.LockLeaving);
        await (ValueTask)inner()!;
        injector.Reach(FaultPoints.LockLeft);
    }
}
