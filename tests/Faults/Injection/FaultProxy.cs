using System.Reflection;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before an object and lets an <see cref="Interceptor"/> see each call. A member that the interceptor does not know goes through, so that a contract can grow.</summary>
public class FaultProxy : DispatchProxy
{
    private object _inner = null!;
    private Interceptor _interceptor = null!;

    internal static T Wrap<T>(T inner, Interceptor interceptor)
        where T : class => (T)Wrap(typeof(T), inner, interceptor);

    internal static object Wrap(Type contract, object inner, Interceptor interceptor)
    {
        var proxy = (FaultProxy)Create(contract, typeof(FaultProxy));
        (proxy._inner, proxy._interceptor) = (inner, interceptor);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _interceptor.Call(
        targetMethod!.Name, args ?? [], () => targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null));
}
