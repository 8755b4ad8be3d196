using DocMigrate.Document.Operations;
using DocMigrate.Document.State;

namespace DocMigrate.Document.Comparison;

/// <summary>Reshapes under way: the shape as the operations so far make it. Not thread-safe.</summary>
/// <param name="collection">The collection of the operations: empty inside an array or a map.</param>
/// <param name="current">The shape before them.</param>
internal sealed class ReshapeDraft(string collection, FieldShape current)
{
    private readonly List<ReshapeOperation> _operations = [];

    public string Collection { get; } = collection;

    public FieldShape Current { get; private set; } = current;

    public IReadOnlyList<ReshapeOperation> Operations => _operations;

    public void Add(ReshapeOperation operation)
    {
        _operations.Add(operation);
        Current = operation.Reshape(Current);
    }
}
