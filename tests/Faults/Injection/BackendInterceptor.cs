using DocMigrate.Backends;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a backend, so that its database is the one with the fault points. The backend itself works on its own.</summary>
internal sealed class BackendInterceptor(IStoreDatabase database) : Interceptor
{
    public override object? Call(string member, object?[] arguments, Func<object?> inner) => member == "get_Database" ? database : inner();
}
