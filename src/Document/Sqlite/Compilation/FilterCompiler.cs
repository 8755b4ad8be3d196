using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation.Rules;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>The filter that the operations of a chain share (<see cref="SharedFilter"/>).</summary>
internal static class FilterCompiler
{
    /// <summary>The compiled chain for the documents that the filter lets through; null when it is not expressible.</summary>
    public static CompiledReshape? Apply(CompiledReshape chain, IReadOnlyList<ReshapeOperation> operations, DocumentExpression filter, string column)
    {
        var document = new SymbolicDocument(column, KeepMode.Tell, CollectionTable.OwnKey);
        var touched = SharedFilter.TouchedGoingBack(operations);
        if (ConditionRules.Compile(document, filter) is not { } condition || !touched.All(static test => JsonPathSql.CanWrite(test.Path.Segments)))
        {
            return null;
        }

        return chain with
        {
            Regular = null,
            Needs = $"iif({condition.Exact}, iif({condition.Holds}, {chain.Needs}, {ShapeSql.Any(touched, column)}), 1)",
            Guard = SqlJson.InOrder(condition.Exact, condition.Holds, chain.Guard),
            CapturingGuard = SqlJson.InOrder(condition.Exact, condition.Holds, chain.CapturingGuard),
        };
    }
}
