namespace DocMigrate.Backends;

/// <summary>A store as the configuration names it, with environment variables expanded.</summary>
public sealed record StoreSettings
{
    /// <summary>The store's name.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's name, as in <c>sqlite</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The connection string. May hold secrets: never log or show it.</summary>
    public required string Connection { get; init; }

    /// <summary>The folder that relative file names are relative to: the configuration file's.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>How the tables are named that DocMigrate keeps in the database; the same for all stores of a project.</summary>
    public TableNaming Tables { get; init; } = TableNaming.Default;

    /// <summary>Other settings of the store, by name, as the provider documents them; what is in an object by the way to it, with colons: <c>collections:orders:table</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
