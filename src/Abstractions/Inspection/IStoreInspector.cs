namespace DocMigrate.Inspection;

/// <summary>Says what is really in a store, whatever models and migrations say. Read-only: a database that does not exist counts as empty and is not made.</summary>
public interface IStoreInspector
{
    /// <summary>The names of what can be inspected (collections), in ordinal order.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Infers the shape of what is in the store.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<StoreInspection> InspectAsync(InspectionRequest request, CancellationToken cancellationToken);

    /// <summary>Holds what is in the store against what the applied migrations made.</summary>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    Task<StoreDrift> FindDriftAsync(DriftRequest request, CancellationToken cancellationToken);
}
