using DocMigrate.Backends;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>A provider whose stores do each step alone, though they could do several in one pass.</summary>
/// <param name="inner">The provider that does the work.</param>
internal sealed class StepwiseProvider(IStoreProvider inner) : IStoreProvider
{
    public string Name => inner.Name;

    public IStoreKind Kind => inner.Kind;

    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) => StepwiseBackend.Around(inner.Open(settings, databases));

    public ShellCommand Shell(StoreSettings settings) => inner.Shell(settings);
}
