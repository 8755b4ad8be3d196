using DocMigrate.Backends;

namespace DocMigrate.Engine.Configuration;

/// <summary>What <c>docmigrate.json</c> says, with paths made absolute and environment variables expanded. Immutable.</summary>
/// <remarks>Connection strings may hold secrets: never log or show <see cref="StoreSettings.Connection"/>.</remarks>
public sealed record MigrationConfiguration
{
    /// <summary>The module of models and new migrations where nothing names one: <c>main</c>.</summary>
    public const string DefaultModule = "main";

    /// <summary>The folder of migrations where the file names none: <c>Migrations</c>.</summary>
    public const string DefaultMigrations = "Migrations";

    /// <summary>The absolute path of the file; null when the configuration was made in code.</summary>
    public string? Path { get; init; }

    /// <summary>The absolute path of the folder that relative paths are relative to: the file's.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>The absolute path of the project file; null when the file names none.</summary>
    public string? Project { get; init; }

    /// <summary>The absolute path of the folder that <c>makemigrations</c> writes to.</summary>
    public required string MigrationsDirectory { get; init; }

    /// <summary>The name of the store whose database holds the ledger; the first store unless stated.</summary>
    public required string History { get; init; }

    /// <summary>The module of models that name none; <see cref="DefaultModule"/> unless stated.</summary>
    public string Module { get; init; } = DefaultModule;

    /// <summary>The stores in the order of the file. Never empty.</summary>
    public required ValueList<StoreSettings> Stores { get; init; }

    /// <summary>The settings of a store.</summary>
    /// <exception cref="Errors.ConfigurationException">There is no store of that name; the nearest name is suggested.</exception>
    public StoreSettings Store(string name) =>
        Stores.FirstOrDefault(store => store.Name == name) ?? throw ConfigurationErrors.NoSuchStore(name, this);
}
