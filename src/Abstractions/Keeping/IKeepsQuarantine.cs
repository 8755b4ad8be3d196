using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Keeping;

/// <summary>What a <see cref="Backends.IMigrationBackend"/> may implement besides: its store has a list of documents that operations could not convert.</summary>
public interface IKeepsQuarantine
{
    /// <summary>The documents on the list, by collection and then by <c>_id</c>. Read-only, with constant memory; a database that does not exist has none.</summary>
    /// <param name="collection">Only of this collection; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.StoreException">The store can't be read.</exception>
    IAsyncEnumerable<QuarantinedDocument> ReadQuarantineAsync(string? collection, CancellationToken cancellationToken);

    /// <summary>
    /// Tries documents again, in the transaction that is open: takes them off the list and does all operations that they have missed. What does not fit is listed anew, for
    /// the migration that it does not fit then. A document that is not there any more is taken off the list.
    /// </summary>
    /// <param name="documents">Documents of one collection, which were listed for one migration, direction and first operation.</param>
    /// <param name="remaining">The steps of that migration and of all that were run after it in the same direction, in the order of execution.</param>
    /// <param name="observer">Is told of warnings.</param>
    /// <param name="cancellationToken">Stops it; the transaction is to be rolled back then.</param>
    /// <returns><see cref="StepCounts.Scanned"/> those that were there, <see cref="StepCounts.Quarantined"/> those that are on the list again.</returns>
    Task<StepCounts> RetryAsync(
        IReadOnlyList<QuarantinedDocument> documents, IReadOnlyList<PlanStep> remaining, IRunObserver observer, CancellationToken cancellationToken);
}
