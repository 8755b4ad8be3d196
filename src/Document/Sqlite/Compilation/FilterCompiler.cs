using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Compilation.Rules;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>
/// The filter of a chain. A document that it leaves out is no work, unless the way back would change it by its looks: that one is left to the in-process executor, which marks it.
/// </summary>
internal static class FilterCompiler
{
    /// <summary>The filter that all operations of a chain share.</summary>
    /// <param name="operations">The chain.</param>
    /// <param name="filter">The filter; null for none.</param>
    /// <returns>Whether they share one, and none of them changes what the filter of a later one reads.</returns>
    public static bool TryShare(IReadOnlyList<ReshapeOperation> operations, out DocumentExpression? filter)
    {
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

    /// <summary>The compiled chain for the documents that the filter lets through; null when it is not expressible.</summary>
    public static CompiledReshape? Apply(CompiledReshape chain, IReadOnlyList<ReshapeOperation> operations, DocumentExpression filter, string column)
    {
        var document = new SymbolicDocument(column, KeepMode.Tell, CollectionTable.OwnKey);
        if (ConditionRules.Compile(document, filter) is not { } condition)
        {
            return null;
        }

        var touched = operations.Select(operation => BackTouches(document, operation)).ToArray();
        if (Array.Exists(touched, static one => one is null))
        {
            return null;
        }

        var left = touched.Where(static one => one != "0").Distinct().ToArray();
        return chain with
        {
            Regular = null,
            Needs = $"iif({condition.Exact}, iif({condition.Holds}, {chain.Needs}, {(left.Length == 0 ? "0" : SqlJson.Or(left!))}), 1)",
            Guard = SqlJson.InOrder(condition.Exact, condition.Holds, chain.Guard),
            CapturingGuard = SqlJson.InOrder(condition.Exact, condition.Holds, chain.CapturingGuard),
        };
    }

    /// <summary>Where the way back may change a document that was left out; null when that can't be said.</summary>
    private static string? BackTouches(SymbolicDocument document, ReshapeOperation operation) => operation switch
    {
        { TouchesDocuments: false } or RemoveFieldOperation or SetFieldOperation or RestoreFieldOperation or ConvertFieldOperation { From: null } => "0",
        RenameFieldOperation rename => Present(document, [rename.To]),
        RenameFieldsOperation rename => Present(document, rename.Names.Select(name => rename.Parent.Child(name.To))),
        NestFieldsOperation nest => Present(document, [nest.Parent.Child(nest.Into)]),
        JoinFieldsOperation join => Present(document, [join.Parent.Child(join.Into)]),
        SplitFieldOperation split => Present(document, split.Into.Select(split.Path.Parent.Child)),
        FlattenFieldOperation flatten => Present(document, flatten.Fields.Select(flatten.Path.Parent.Child)),
        WrapInArrayOperation wrap when JsonPathSql.CanWrite(wrap.Path.Segments) => $"coalesce({document.TypeOf(wrap.Path.Segments)} = 'array', 0)",
        _ => Present(document, Changes(operation)),
    };

    private static string? Present(SymbolicDocument document, IEnumerable<DocumentPath> paths) => paths.All(static path => JsonPathSql.CanWrite(path.Segments))
        ? SqlJson.Or(paths.Select(path => $"{document.TypeOf(path.Segments)} IS NOT NULL"))
        : null;

    private static IEnumerable<DocumentPath> Changes(ReshapeOperation operation) =>
        operation.Touches().Where(static touch => !touch.Reads).Select(static touch => DocumentPath.Of(touch.Path.AsSpan()));
}
