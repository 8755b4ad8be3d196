namespace DocMigrate.DryRuns;

/// <summary>What a <see cref="Backends.IMigrationBackend"/> may implement besides: it can do steps to a sample of its data, without writing, and say what they would do.</summary>
public interface IDryRuns
{
    /// <summary>
    /// Does the steps to a sample. Writes nothing and takes no lock; a database that does not exist counts as empty and is not made. The code of migrations runs, with what else
    /// it may do.
    /// </summary>
    /// <returns>For each collection that the steps touch, in the order in which they come to it, what they would do.</returns>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<IReadOnlyList<DryRunCollection>> DryRunAsync(DryRunRequest request, CancellationToken cancellationToken);
}
