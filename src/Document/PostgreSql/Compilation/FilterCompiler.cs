using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Compilation.Rules;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>The filter that the operations of a chain share (<see cref="SharedFilter"/>).</summary>
internal static class FilterCompiler
{
    /// <summary>The compiled chain for the documents that the filter lets through; null when it is not expressible.</summary>
    public static CompiledReshape? Apply(CompiledReshape chain, IReadOnlyList<ReshapeOperation> operations, DocumentExpression filter, string column)
    {
        var touched = SharedFilter.TouchedGoingBack(operations);
        if (ConditionRules.Compile(new SymbolicDocument(column), filter) is not { } condition || !touched.All(static test => Places.CanWrite(test.Path.Segments)))
        {
            return null;
        }

        var needs = $"CASE WHEN {condition.Holds} THEN {chain.Needs} ELSE {ShapeSql.Any(touched, column)} END";
        return chain with
        {
            Needs = condition.Exact == PgSql.True ? needs : $"CASE WHEN {condition.Exact} THEN {needs} ELSE true END",
            Guard = PgSql.InOrder(condition.Exact, condition.Holds, chain.Guard),
        };
    }
}
