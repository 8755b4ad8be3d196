using DocMigrate.Operations;

namespace DocMigrate;

/// <summary>Collects what a <see cref="Migration"/> declares. Not thread-safe; used once.</summary>
/// <param name="id">The migration being built.</param>
public sealed class MigrationBuilder(MigrationId id)
{
    private readonly List<MigrationId> _dependencies = [];
    private readonly List<MigrationId> _replaced = [];
    private readonly List<MigrationId> _commuting = [];
    private readonly List<StoreOperation> _operations = [];

    /// <summary>The migration being built.</summary>
    public MigrationId Id { get; } = id;

    /// <summary>Says that a migration of the same module must be applied before this one.</summary>
    public MigrationBuilder DependsOn(string name) => DependsOn(Id.Module, name);

    /// <summary>Says that a migration of another module must be applied before this one.</summary>
    public MigrationBuilder DependsOn(string module, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(module);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _dependencies.Add(new MigrationId(module, name));
        return this;
    }

    /// <summary>
    /// Says that this migration does what these migrations of the same module did, together. Where they are all applied it counts as applied, where none is it is
    /// run in their place, and where some are the others are run as before. Written by <c>squashmigrations</c>.
    /// </summary>
    public MigrationBuilder Replaces(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(names));
            _replaced.Add(new MigrationId(Id.Module, name));
        }

        return this;
    }

    /// <summary>
    /// Says that this migration and another of the same module may be applied in any order, and so may every two that it names: branches that change one table
    /// or collection in different places. It is checked: migrations that touch the same column or field do not commute.
    /// </summary>
    public MigrationBuilder CommutesWith(string name) => CommutesWith(Id.Module, name);

    /// <summary>Says that this migration and one of another module may be applied in any order.</summary>
    public MigrationBuilder CommutesWith(string module, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(module);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _commuting.Add(new MigrationId(module, name));
        return this;
    }

    /// <summary>Adds an operation on a store. The operations on one store run in the order in which they were added.</summary>
    public MigrationBuilder Add(string store, MigrationOperation operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(store);
        ArgumentNullException.ThrowIfNull(operation);
        _operations.Add(new StoreOperation(store, operation));
        return this;
    }

    /// <summary>What was declared so far.</summary>
    public MigrationDefinition ToDefinition() => new()
    {
        Id = Id,
        Dependencies = _dependencies.Distinct().ToValueList(),
        Replaces = _replaced.Distinct().ToValueList(),
        CommutesWith = _commuting.Distinct().ToValueList(),
        Operations = _operations.ToValueList(),
    };
}
