using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation.Rules;
using DocMigrate.Document.Sqlite.Regular;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>Compiles a chain of reshape operations into one set-based expression, where SQLite can do just what the in-process executor does.</summary>
internal static class ReshapeCompiler
{
    /// <summary>SQLite takes 127 arguments at most in a function (https://www.sqlite.org/limits.html); a few are left for safety.</summary>
    private const int MostPlaces = 55;

    /// <summary>The chain as one expression over a column, or null when an operation in it is not expressible.</summary>
    /// <param name="operations">The chain.</param>
    /// <param name="column">The column.</param>
    /// <param name="key">The key of the document's row.</param>
    public static CompiledReshape? Compile(IReadOnlyList<ReshapeOperation> operations, string column, string key)
    {
        if (!SharedFilter.TryFind(operations, out var filter))
        {
            return null;
        }

        if (Compose(new SymbolicDocument(column, KeepMode.Tell, key), operations, 0) is not { } document || document.Root.Overrides.Count > MostPlaces)
        {
            return null;
        }

        var chain = new CompiledReshape
        {
            Expression = SymbolicRenderer.Render(document),
            Regular = BinaryRewrite.Of(document),
            Guard = SqlJson.And(document.Guards),
            CapturingGuard = SqlJson.And(Compose(new SymbolicDocument(column, KeepMode.Capture, key), operations, 0)!.Guards),
            Needs = document.Needs.Count == 0 ? "0" : document.Needs.Contains("1") ? "1" : SqlJson.Or(document.Needs),
            Keeps = document.Keeps,
        };
        return filter is null ? chain : FilterCompiler.Apply(chain, operations, filter, column);
    }

    /// <summary>Why an operation that does not compile runs in process: a sentence without its full stop.</summary>
    public static string Reason(ReshapeOperation operation)
    {
        const string How = "documents are read, changed and written back in the chunk's transaction";
        return operation switch
        {
            TransformDocumentsOperation => $"C# code: {How}",
            { Where: { } filter } when Compile([operation with { Where = null }], CollectionTable.OwnColumn, CollectionTable.OwnKey) is not null =>
                $"SQLite can't tell in just the same way where {filter.Describe()}: {How}",
            SetFieldOperation set => $"SQLite can't compute {set.Value.Describe()} in just the same way: {How}",
            ConvertFieldOperation { Rules: var rules } when rules != ConversionRules.Strict => $"dates by formats or epochs, and truncation, are .NET's: {How}",
            _ => $"not expressible in SQLite's JSON functions: {How}",
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

        return result is null ? null : DuplicateKeys.Exclude(result);
    }

    private static SymbolicDocument? Apply(SymbolicDocument document, ReshapeOperation operation, int index, int depth) => operation switch
    {
        { TouchesDocuments: false } => document,
        ConvertFieldOperation convert when convert.Rules != ConversionRules.Strict => null,

        // What was kept aside is brought back in process; where nothing was, there is nothing to do.
        RestoreFieldOperation => document,
        AddFieldOperation add => FieldRules.Add(document, add),
        VersionCollectionOperation => document,
        StampDocumentsOperation stamp => FieldRules.Stamp(document, stamp),
        RemoveFieldOperation remove => FieldRules.Remove(document, remove, index),
        RenameFieldOperation rename => FieldRules.Rename(document, rename),
        RenameFieldsOperation rename => FieldRules.RenameMany(document, rename),
        SetFieldOperation set => ValueRules.Set(document, set, index),
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
