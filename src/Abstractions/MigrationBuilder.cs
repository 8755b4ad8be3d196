using DocMigrate.Operations;

namespace DocMigrate;

/// <summary>Collects what a <see cref="Migration"/> declares. Not thread-safe; used once.</summary>
/// <param name="id">The migration being built.</param>
public sealed class MigrationBuilder(MigrationId id)
{
    private readonly List<MigrationId> _dependencies = [];
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

    /// <summary>Adds an operation on a store. The operations on one store run in the order in which they were added.</summary>
    public MigrationBuilder Add(string store, MigrationOperation operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(store);
        ArgumentNullException.ThrowIfNull(operation);
        _operations.Add(new StoreOperation(store, operation));
        return this;
    }

    /// <summary>What was declared so far.</summary>
    public MigrationDefinition ToDefinition() =>
        new() { Id = Id, Dependencies = _dependencies.Distinct().ToValueList(), Operations = _operations.ToValueList() };
}
