using DocMigrate.Document.Expressions;
using DocMigrate.Document.MongoDb.Compilation.Rules;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>The filter that the operations of a chain share (<see cref="SharedFilter"/>).</summary>
internal static class FilterCompiler
{
    /// <summary>What the guard and the needs of a chain are under its filter; null when it is not expressible.</summary>
    public static (JToken Guard, JToken Needs)? Apply(SymbolicDocument before, SymbolicDocument after, IReadOnlyList<ReshapeOperation> operations, DocumentExpression filter)
    {
        if (ExpressionRules.Compile(before, filter) is not { } condition)
        {
            return null;
        }

        var holds = Mql.Equal(condition.Value, Mql.True);
        var touched = ShapeExpression.Any(SharedFilter.TouchedGoingBack(operations), before);
        return (
            Mql.InOrder(condition.Exact, holds, Mql.And(after.Guards)),
            Mql.If(condition.Exact, Mql.If(holds, Mql.Or(after.Needs), touched), Mql.True));
    }
}
