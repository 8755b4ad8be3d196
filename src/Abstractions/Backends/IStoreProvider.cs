namespace DocMigrate.Backends;

/// <summary>Opens stores of one provider. Found by <see cref="StoreProviderAttribute"/>; has a public parameterless constructor; thread-safe.</summary>
public interface IStoreProvider
{
    /// <summary>The name in the configuration, as in <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>What its stores hold.</summary>
    IStoreKind Kind { get; }

    /// <summary>Checks the settings and makes a backend. Does not touch the database.</summary>
    /// <param name="settings">The store.</param>
    /// <param name="databases">Gives the one <see cref="IStoreDatabase"/> that stores of the same database share.</param>
    /// <exception cref="Errors.ConfigurationException">The settings can't be used.</exception>
    IMigrationBackend Open(StoreSettings settings, IDatabaseRegistry databases);

    /// <summary>The command that opens a shell on the store.</summary>
    ShellCommand Shell(StoreSettings settings);
}
