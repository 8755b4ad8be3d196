using DocMigrate.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Operations;

namespace DocMigrate.Document.Comparison;

/// <summary>A comparison under way: the state as the operations so far make it, and the one that is wanted. Not thread-safe.</summary>
internal sealed class SchemaDraft(DocumentSchema current, DocumentSchema wanted, ComparisonContext context)
{
    private readonly List<MigrationOperation> _operations = [];

    public DocumentSchema Current { get; private set; } = current;

    public DocumentSchema Wanted { get; } = wanted;

    public ComparisonContext Context { get; } = context;

    public IReadOnlyList<MigrationOperation> Operations => _operations;

    /// <summary>The collections that are there and wanted, as they are now; a snapshot.</summary>
    public IReadOnlyList<(CollectionShape Current, CollectionShape Wanted)> CommonCollections =>
        [.. Wanted.Collections.Select(wanted => (Current.Collection(wanted.Name)!, wanted)).Where(static pair => pair.Item1 is not null)];

    public void Add(DocumentOperation operation)
    {
        Current = DocumentSchema.From(operation.Apply(Current));
        _operations.Add(operation);
    }

    public void AddRange(IEnumerable<DocumentOperation> operations)
    {
        foreach (var operation in operations)
        {
            Add(operation);
        }
    }
}
