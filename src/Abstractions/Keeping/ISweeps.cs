namespace DocMigrate.Keeping;

/// <summary>What a <see cref="Backends.IMigrationBackend"/> may implement besides: it looks for documents that programs of an older version wrote since, and brings them up to date.</summary>
public interface ISweeps
{
    /// <summary>
    /// Sweeps the collections that steps reshaped, in the transaction that is open, and leaves one open. Doing it again does no harm; what was committed before it was stopped stays.
    /// </summary>
    /// <returns>What was done, for each collection that the request is about.</returns>
    /// <exception cref="Errors.DataException">The code of a transform is missing.</exception>
    /// <exception cref="Errors.StoreException">The store can't be read or written.</exception>
    Task<IReadOnlyList<SweptCollection>> SweepAsync(SweepRequest request, CancellationToken cancellationToken);
}
