namespace DocMigrate.Keeping;

/// <summary>What a <see cref="Backends.IMigrationBackend"/> may implement besides: it tells what it keeps aside for the way back, and can forget it.</summary>
public interface IKeepsAside
{
    /// <summary>What is kept, by migration and operation. Read-only; a database that does not exist keeps nothing.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<IReadOnlyList<KeptAside>> ListKeptAsync(CancellationToken cancellationToken);

    /// <summary>Forgets all that is kept for a migration, in the transaction that is open. The way back then brings nothing of it.</summary>
    /// <returns>How many values, or rows and documents where those were kept whole, are gone.</returns>
    Task<long> PurgeKeptAsync(MigrationId migration, CancellationToken cancellationToken);
}
