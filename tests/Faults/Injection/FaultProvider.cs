using DocMigrate.Backends;
using DocMigrate.Faults.Children;

namespace DocMigrate.Faults.Injection;

/// <summary>A provider whose stores have fault points. Nothing in the product knows of them.</summary>
/// <param name="inner">The provider.</param>
/// <param name="databases">The databases without fault points, shared by all providers of a run.</param>
/// <param name="injector">Is told about the points.</param>
/// <param name="request">What was asked for.</param>
internal sealed class FaultProvider(IStoreProvider inner, InnerDatabases databases, Injector injector, ChildRequest request) : IStoreProvider
{
    public string Name => inner.Name;

    public IStoreKind Kind => inner.Kind;

    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry registry)
    {
        var backend = inner.Open(settings, databases);
        var database = registry.GetOrAdd(
            backend.Database.Key, () => FaultProxy.Wrap<IStoreDatabase>(backend.Database, new DatabaseInterceptor(injector, request, backend.Database)));
        return FaultProxy.Wrap(backend, new BackendInterceptor(database));
    }

    public ShellCommand Shell(StoreSettings settings) => inner.Shell(settings);
}
