using DocMigrate.Backends;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>The collections in which this store keeps what operations take away, and lists what they could not convert.</summary>
/// <param name="naming">How what is DocMigrate's is named.</param>
internal sealed class KeptCollections(TableNaming naming)
{
    /// <summary>What is kept, by operation and direction.</summary>
    public string Sets { get; } = naming.Of("shadow_set");

    /// <summary>The values.</summary>
    public string Shadow { get; } = naming.Of("shadow");

    /// <summary>The documents that could not be converted.</summary>
    public string Quarantine { get; } = naming.Of("quarantine");

    /// <summary>Which documents were there when a pass began.</summary>
    public string Snapshot { get; } = naming.Of("snapshot");

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => [Sets, Shadow, Quarantine, Snapshot];

    /// <summary>The collection that a dropped one becomes.</summary>
    public string Aside(int set, string name) => naming.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"aside_{set}_{name}"));
}
