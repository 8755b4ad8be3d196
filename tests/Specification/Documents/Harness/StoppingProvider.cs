using DocMigrate.Backends;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>A provider that tells when so many checkpoints of a run have committed.</summary>
/// <param name="inner">The provider that does the work.</param>
/// <param name="checkpoints">How many, at least 1.</param>
/// <param name="reached">Is called after the last of them.</param>
internal sealed class StoppingProvider(IStoreProvider inner, int checkpoints, Action reached) : IStoreProvider
{
    private int _seen;

    /// <summary>Is called each time that a store was looked at before a run; null, the default, for nothing.</summary>
    public Func<Task>? Looked { get; init; }

    public string Name => inner.Name;

    public IStoreKind Kind => inner.Kind;

    public IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases) => StoppingBackend.Around(inner.Open(settings, databases), () =>
    {
        if (++_seen == checkpoints)
        {
            reached();
        }
    }, Looked);

    public ShellCommand Shell(StoreSettings settings) => inner.Shell(settings);
}
