using DocMigrate.Planning;
using DocMigrate.Running;

namespace DocMigrate.Backends;

/// <summary>Executes steps on one store. Nothing but a backend touches a database.</summary>
/// <remarks>
/// What an implementation must do: (1) run exactly the operations that it is given, in their order; don't correct them; (2) keep aside what an
/// operation takes away, under (store, migration, operation index, direction), and bring back what the opposite direction kept;
/// (3) work in the transaction that is open, and divide long work by <see cref="StepContext.CheckpointAsync"/>; (4) stop at a safe point when cancelled.
/// </remarks>
public interface IMigrationBackend
{
    /// <summary>The store's name.</summary>
    string Store { get; }

    /// <summary>What the store holds.</summary>
    IStoreKind Kind { get; }

    /// <summary>The database, perhaps shared with other stores.</summary>
    IStoreDatabase Database { get; }

    /// <summary>Fills in where each operation runs and how many documents it may touch. Read-only; a database that does not exist counts as empty.</summary>
    Task<PlanStep> DetailAsync(PlanStep step, CancellationToken cancellationToken);

    /// <summary>The same for steps that <see cref="CountFused"/> said are better done together. Default: each as if it were alone.</summary>
    async Task<IReadOnlyList<PlanStep>> DetailFusedAsync(IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        var detailed = new List<PlanStep>();
        foreach (var step in steps)
        {
            detailed.Add(await DetailAsync(step, cancellationToken));
        }

        return detailed;
    }

    /// <summary>Looks, read-only, whether the data fits the steps, before any step of any store runs.</summary>
    /// <param name="steps">This store's steps of the whole plan, in order.</param>
    /// <param name="observer">Is told about what is checked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.DataException">Data does not fit and the policy is to fail: with counts and sample references.</exception>
    Task PreflightAsync(IReadOnlyList<PlanStep> steps, IRunObserver observer, CancellationToken cancellationToken);

    /// <summary>The commands of a step, for a person to read. Read-only.</summary>
    Task<IReadOnlyList<CompiledCommand>> CompileAsync(PlanStep step, CancellationToken cancellationToken);

    /// <summary>
    /// How many of these steps, from the first on, <see cref="ExecuteAsync"/> does better together than one after the other: documents are then read and written once
    /// for all of them. They become applied, or undone, together. Looks at no database, and says the same each time. Default 1: none.
    /// </summary>
    /// <param name="steps">This store's steps of consecutive migrations, in one direction and in order; one at least.</param>
    int CountFused(IReadOnlyList<StepMember> steps) => 1;

    /// <summary>Runs a step, or several that fuse, in the transaction that is open on <see cref="Database"/>.</summary>
    /// <returns>What was done to the data for each member, including what its <see cref="StepMember.Resume"/> already counts.</returns>
    Task<IReadOnlyList<StepCounts>> ExecuteAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>How many values, or rows or documents where those were kept whole, are aside for a migration, in both directions. Read-only.</summary>
    Task<long> CountKeptAsync(MigrationId migration, CancellationToken cancellationToken);
}
