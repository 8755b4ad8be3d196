using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Passes;

/// <summary>
/// What a store has to know of the filters of a chain to run it as one expression: a document that the filter leaves out is no work, unless the way back would change it by its
/// looks. That one is left to the in-process executor, which marks it.
/// </summary>
public static class SharedFilter
{
    /// <summary>The filter that all operations of a chain share.</summary>
    /// <param name="operations">The chain.</param>
    /// <param name="filter">The filter; null for none.</param>
    /// <returns>Whether they share one, and none of them changes what the filter of a later one reads.</returns>
    public static bool TryFind(IReadOnlyList<ReshapeOperation> operations, out DocumentExpression? filter)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var changing = operations.Where(static operation => operation.TouchesDocuments && operation is not RestoreFieldOperation).ToArray();
        var shared = changing.Length == 0 ? null : changing[0].Where;
        filter = shared;
        if (shared is null)
        {
            return Array.TrueForAll(changing, static operation => operation.Where is null);
        }

        var reads = shared.Paths;
        return Array.TrueForAll(changing, operation => shared.Equals(operation.Where))
            && !changing.SkipLast(1).Any(operation => Changes(operation).Any(path => reads.Any(read => read.StartsWith(path) || path.StartsWith(read))));
    }

    /// <summary>The looks of documents that the way back of a chain may change: any of these, where its filter left them out.</summary>
    public static IReadOnlyList<ShapeTest> TouchedGoingBack(IReadOnlyList<ReshapeOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return [.. operations.SelectMany(Touched).Distinct()];
    }

    private static IEnumerable<ShapeTest> Touched(ReshapeOperation operation) => operation switch
    {
        { TouchesDocuments: false } or RemoveFieldOperation or SetFieldOperation or RestoreFieldOperation or ConvertFieldOperation { From: null } => [],
        RenameFieldOperation rename => Present([rename.To]),
        RenameFieldsOperation rename => Present(rename.Names.Select(name => rename.Parent.Child(name.To))),
        NestFieldsOperation nest => Present([nest.Parent.Child(nest.Into)]),
        JoinFieldsOperation join => Present([join.Parent.Child(join.Into)]),
        SplitFieldOperation split => Present(split.Into.Select(split.Path.Parent.Child)),
        FlattenFieldOperation flatten => Present(flatten.Fields.Select(flatten.Path.Parent.Child)),
        WrapInArrayOperation wrap => [new ShapeTest(wrap.Path, ShapeTestKind.Array)],
        _ => Present(Changes(operation)),
    };

    private static IEnumerable<ShapeTest> Present(IEnumerable<DocumentPath> paths) => paths.Select(static path => new ShapeTest(path, ShapeTestKind.Present));

    private static IEnumerable<DocumentPath> Changes(ReshapeOperation operation) =>
        operation.Touches().Where(static touch => !touch.Reads).Select(static touch => DocumentPath.Of(touch.Path.AsSpan()));
}
