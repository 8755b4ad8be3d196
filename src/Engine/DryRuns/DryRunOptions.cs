using DocMigrate.DryRuns;
using DocMigrate.Engine.Graph;

namespace DocMigrate.Engine.DryRuns;

/// <summary>What to try. Immutable.</summary>
public sealed record DryRunOptions
{
    private readonly int? _sample = DryRunRequest.DefaultSample;

    /// <summary>Where to. Default: everything.</summary>
    public MigrationTarget Target { get; init; } = MigrationTarget.Latest;

    /// <summary>Whether it starts with undoing what is applied and the code does not have, as <see cref="Migrator.SyncAsync"/> does. Default false.</summary>
    public bool Sync { get; init; }

    /// <summary>Whether keys of documents keep their places, as with <see cref="Running.RunOptions.KeepOrder"/>. Default false.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>How many documents of each collection are tried at most, spread over all and over the kinds of them; at least 1, null for all. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Sample
    {
        get => _sample;
        init => _sample = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sample has one document or more.");
    }
}
