using DocMigrate.Errors;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Serialization;

/// <summary>The kind names and the operation types, both ways. Immutable.</summary>
internal sealed class OperationKindMap
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];

    public OperationKindMap(IEnumerable<OperationKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (kind.Type.IsAbstract || !kind.Type.IsAssignableTo(typeof(MigrationOperation)))
            {
                throw new ArgumentException($"Kind '{kind.Name}': {kind.Type} is not a concrete operation.", nameof(kinds));
            }

            if (kind.Type.GetProperty("Kind") is not null)
            {
                throw new ArgumentException($"Kind '{kind.Name}': a property of {kind.Type} would be written as 'kind' too.", nameof(kinds));
            }

            if (!_types.TryAdd(kind.Name, kind.Type) || !_names.TryAdd(kind.Type, kind.Name))
            {
                throw new ArgumentException($"Kind '{kind.Name}' ({kind.Type}) is registered twice.", nameof(kinds));
            }
        }
    }

    public Type TypeOf(string name) => _types.TryGetValue(name, out var type)
        ? type
        : throw new HistoryException(
            SerializationErrors.UnknownKind,
            $"The history has an operation of kind '{name}', which this version of DocMigrate does not know.",
            "Update DocMigrate to the version that recorded it, or add the package that brings the operation to the project.");

    public string NameOf(Type type) => _names.TryGetValue(type, out var name)
        ? name
        : throw new CatalogException(
            SerializationErrors.UnregisteredOperation,
            $"The operation type '{type}' has no kind name, so it can't be recorded in the history.",
            "Use the operations of DocMigrate's packages; an own one must be listed in the OperationKinds of its IStoreKind.");
}
