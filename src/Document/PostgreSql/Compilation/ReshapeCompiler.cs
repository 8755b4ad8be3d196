using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
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
        if (!SharedFilter.TryFind(operations, out var filter) || Compose(new SymbolicDocument(column), operations, 0) is not { } document)
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
        return compiled.Expression.Length + compiled.Guard.Length > MostCharacters ? null : filter is null ? compiled : FilterCompiler.Apply(compiled, operations, filter, column);
    }

    /// <summary>Why an operation that does not compile runs in process: a sentence without its full stop.</summary>
    public static string Reason(ReshapeOperation operation)
    {
        const string How = "documents are read, changed and written back in the chunk's transaction";
        return operation switch
        {
            TransformDocumentsOperation => $"C# code: {How}",
            { Where: { } filter } when Compile([operation with { Where = null }], CollectionTable.OwnDocument) is not null =>
                $"PostgreSQL can't tell in just the same way where {filter.Describe()}: {How}",
            SetFieldOperation set => $"PostgreSQL can't compute {set.Value.Describe()} in just the same way: {How}",
            RenameFieldOperation { CreateParents: true } or RenameFieldOperation { PruneParents: true } => $"objects are made or go with the field: {How}",
            ConvertFieldOperation { Rules: var rules } when rules != ConversionRules.Strict => $"dates by formats or epochs, and truncation, are .NET's: {How}",
            _ => $"not expressible in PostgreSQL's jsonb functions: {How}",
        };
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
            // Of what a filter leaves out in an array, the way back may need the whole array.
            result = depth > 0 && operations[i].Where is not null ? null : Apply(result, operations[i], i, depth);
        }

        return result;
    }

    private static SymbolicDocument? Apply(SymbolicDocument document, ReshapeOperation operation, int index, int depth) => operation switch
    {
        { TouchesDocuments: false } => document,
        ConvertFieldOperation convert when convert.Rules != ConversionRules.Strict => null,

        // What was kept aside is brought back in process; where nothing was, there is nothing to do.
        RestoreFieldOperation => document,
        AddFieldOperation add => FieldRules.Add(document, add),
        RemoveFieldOperation remove => FieldRules.Remove(document, remove, index),
        StampDocumentsOperation stamp => FieldRules.Stamp(document, stamp),
        RenameFieldOperation { CreateParents: false, PruneParents: false } rename => FieldRules.Rename(document, rename),
        RenameFieldsOperation rename => FieldRules.RenameMany(document, rename),
        SetFieldOperation set => ValueRules.Set(document, set, index, depth),
        MapValuesOperation map => ValueRules.MapValues(document, map),
        WrapInArrayOperation wrap => ValueRules.Wrap(document, wrap),
        UnwrapArrayOperation unwrap => ValueRules.Unwrap(document, unwrap),
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
