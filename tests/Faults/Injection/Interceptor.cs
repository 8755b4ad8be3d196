namespace DocMigrate.Faults.Injection;

/// <summary>Sees the calls to one object.</summary>
internal abstract class Interceptor
{
    /// <summary>Called instead of a member.</summary>
    /// <param name="member">Its name; a property's is <c>get_Name</c>.</param>
    /// <param name="arguments">What it was called with.</param>
    /// <param name="inner">Calls the object itself.</param>
    public abstract object? Call(string member, object?[] arguments, Func<object?> inner);

    protected static async Task Around(Action before, Func<object?> inner, Action after)
    {
        before();
        await (Task)inner()!;
        after();
    }

    protected static async Task Then(object? task, Func<Task> after)
    {
        await (Task)task!;
        await after();
    }

    protected static void Nothing()
    {
    }
}
