using DocMigrate.Locking;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a lock.</summary>
internal sealed class LockInterceptor(Injector injector) : Interceptor
{
    public override object? Call(string member, object?[] arguments, Func<object?> inner) =>
        member == nameof(IMigrationLock.TryAcquireAsync) ? TakenAsync((Task<IHeldLock?>)inner()!) : inner();

    private async Task<IHeldLock?> TakenAsync(Task<IHeldLock?> taking)
    {
        if (await taking is not { } held)
        {
            return null;
        }

        injector.Reach(FaultPoints.LockTaken);
        return FaultProxy.Wrap(held, new HeldLockInterceptor(injector));
    }
}
