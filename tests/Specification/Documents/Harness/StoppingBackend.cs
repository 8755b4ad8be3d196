using System.Reflection;
using System.Runtime.ExceptionServices;
using DocMigrate.Backends;
using DocMigrate.Running;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>A backend as it is, which also tells when it has looked at the documents before a run, and of each checkpoint that has committed.</summary>
public class StoppingBackend : DispatchProxy
{
    private IMigrationBackend _inner = null!;
    private Action _committed = null!;
    private Func<Task>? _looked;

    /// <summary>Puts it around a backend.</summary>
    public static IMigrationBackend Around(IMigrationBackend inner, Action committed, Func<Task>? looked = null)
    {
        var proxy = Create<IMigrationBackend, StoppingBackend>();
        ((StoppingBackend)proxy)._inner = inner;
        ((StoppingBackend)proxy)._committed = committed;
        ((StoppingBackend)proxy)._looked = looked;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var passed = args?.Select(argument => argument is StepContext context ? Told(context) : argument).ToArray();
        try
        {
            var result = targetMethod.Invoke(_inner, passed);
            return _looked is not null && targetMethod.Name == nameof(IMigrationBackend.PreflightAsync) ? ThenAsync((Task)result!, _looked) : result;
        }
        catch (TargetInvocationException error) when (error.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private static async Task ThenAsync(Task first, Func<Task> then)
    {
        await first;
        await then();
    }

    private StepContext Told(StepContext context) => new(context.Members, context.Observer, async (progress, token) =>
    {
        await context.CheckpointAsync(progress, token);
        _committed();
    })
    {
        Passes = context.Passes,
    };
}
