using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Compilation.Rules;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>Compiles a chain of reshape operations into one set-based expression, where PostgreSQL can do just what the in-process executor does.</summary>
internal static class ReshapeCompiler
{
    /// <summary>Conditions repeat values, and values conditions. A chain that would take longer to plan than to run is divided.</summary>
    private const int MostCharacters = 100_000;

    /// <summary>The chain as one expression over a column, or null when an operation in it is not expressible.</summary>
    public static CompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations, string column)
    {
        if (Compose(new SymbolicDocument(column), operations, 0) is not { } document)
        {
            return null;
        }

        var compiled = new CompiledReshape
        {
            Expression = SymbolicRenderer.Render(document),
            Guard = PgSql.And([$"jsonb_typeof({column}) = 'object'", .. document.Guards]),
            Needs = PgSql.Or(document.Needs),
            Keeps = document.Keeps,
        };
        return compiled.Expression.Length + compiled.Guard.Length > MostCharacters ? null : compiled;
    }

    /// <summary>The document after the chain, or null.</summary>
    /// <param name="document">The document before it.</param>
    /// <param name="operations">The chain.</param>
    /// <param name="depth">How many arrays it is inside.</param>
    public static SymbolicDocument? Compose(SymbolicDocument document, IReadOnlyList<ReshapeOperation> operations, int depth)
    {
        var result = document;
        for (var i = 0; i < operations.Count && result is not null; i++)
        {
            result = Apply(result, operations[i], i, depth);
        }

        return result;
    }

    private static SymbolicDocument? Apply(SymbolicDocument document, ReshapeOperation operation, int index, int depth) => operation switch
    {
        { TouchesDocuments: false } => document,
        { Where: not null } => null,
        RenameFieldOperation { CreateParents: true } or RenameFieldOperation { PruneParents: true } or RenameFieldOperation { Target: not TargetPolicy.Fail } => null,
        ConvertFieldOperation convert when convert.Rules != ConversionRules.Strict => null,

        // What was kept aside is brought back in process; where nothing was, there is nothing to do.
        RestoreFieldOperation => document,
        AddFieldOperation add => FieldRules.Add(document, add),
        RemoveFieldOperation remove => FieldRules.Remove(document, remove, index),
        RenameFieldOperation rename => FieldRules.Rename(document, rename),
        NestFieldsOperation nest => FieldRules.Nest(document, nest),
        FlattenFieldOperation flatten => FieldRules.Flatten(document, flatten),
        SplitFieldOperation split => TextRules.Split(document, split),
        JoinFieldsOperation join => TextRules.Join(document, join),
        ConvertFieldOperation convert => ConvertRules.Convert(document, convert, index),
        MapToArrayOperation map => ArrayRules.MapToArray(document, map, depth),
        ArrayToMapOperation array => ArrayRules.ArrayToMap(document, array, depth),
        ForEachOperation each => ArrayRules.ForEach(document, each, depth),
        _ => null,
    };
}
