namespace DocMigrate.Backends;

/// <summary>What a <see cref="IStoreDatabase"/> may implement besides, where servers of its kind can do different things: it finds out what this one can.</summary>
public interface IProbesServer
{
    /// <summary>Asks the server. Changes nothing.</summary>
    /// <exception cref="Errors.MigrationException">It can't be reached, or lacks what the settings ask for.</exception>
    Task<ServerReport> ProbeAsync(CancellationToken cancellationToken);
}
