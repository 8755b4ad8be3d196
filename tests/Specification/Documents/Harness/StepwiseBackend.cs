using System.Reflection;
using System.Runtime.ExceptionServices;
using DocMigrate.Backends;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>A backend as it is, which does each step alone.</summary>
public class StepwiseBackend : DispatchProxy
{
    private IMigrationBackend _inner = null!;

    /// <summary>Puts it around a backend.</summary>
    public static IMigrationBackend Around(IMigrationBackend inner)
    {
        var proxy = Create<IDocumentBackend, StepwiseBackend>();
        ((StepwiseBackend)proxy)._inner = inner;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (targetMethod.Name == nameof(IMigrationBackend.CountFused))
        {
            return 1;
        }

        try
        {
            return targetMethod.Invoke(_inner, args);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }
}
