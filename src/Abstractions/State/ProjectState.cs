using System.Collections.Immutable;
using DocMigrate.Operations;

namespace DocMigrate.State;

/// <summary>The states of all stores at a point of the history. Immutable; compared by value.</summary>
public sealed class ProjectState : IEquatable<ProjectState>
{
    private readonly ImmutableSortedDictionary<string, IStoreState> _stores;

    private ProjectState(ImmutableSortedDictionary<string, IStoreState> stores) => _stores = stores;

    /// <summary>Before any migration.</summary>
    /// <remarks>A state that equals another one may still be another: it knows of a way there that is no part of equality, and must not be taken for the one that was.</remarks>
    public static ProjectState Empty { get; } = new(ImmutableSortedDictionary.Create<string, IStoreState>(StringComparer.Ordinal, ReferenceEqualityComparer.Instance));

    /// <summary>The names of the stores that have a state, in ordinal order.</summary>
    public IEnumerable<string> Stores => _stores.Keys;

    /// <summary>The state of a store, or null when nothing has touched it.</summary>
    public IStoreState? this[string store] => _stores.GetValueOrDefault(store);

    /// <summary>With the state of one store replaced.</summary>
    public ProjectState With(string store, IStoreState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ProjectState(state.IsEmpty ? _stores.Remove(store) : _stores.SetItem(store, state));
    }

    /// <summary>The state after an operation.</summary>
    /// <exception cref="Errors.StateException">The operation does not fit the state.</exception>
    public ProjectState Apply(StoreOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return With(operation.Store, operation.Operation.Apply(this[operation.Store]));
    }

    /// <summary>The state after all operations of a migration.</summary>
    /// <exception cref="Errors.StateException">An operation does not fit the state; the message names the migration.</exception>
    public ProjectState Apply(MigrationDefinition migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        var state = this;
        foreach (var operation in migration.Operations)
        {
            try
            {
                state = state.Apply(operation);
            }
            catch (Errors.StateException error) when (error.Migration is null)
            {
                throw error.In(migration.Id, operation.Store);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Equals(ProjectState? other) =>
        other is not null && _stores.Count == other._stores.Count && _stores.All(pair => pair.Value.Equals(other[pair.Key]));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ProjectState);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (store, state) in _stores)
        {
            hash.Add(store);
            hash.Add(state);
        }

        return hash.ToHashCode();
    }
}
