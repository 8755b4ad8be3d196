using DocMigrate.Document.MongoDb.Compilation.Rules;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>Compiles a chain of reshape operations into one update of MongoDB, where it can do just what the in-process executor does.</summary>
internal static class ReshapeCompiler
{
    /// <summary>Conditions repeat values, and values conditions. A chain that would take longer to read than to run is divided.</summary>
    private const int MostNodes = 10_000;

    /// <summary>A server reads commands of 200 levels (BSON's own limit), and what the expressions stand in takes some of them.</summary>
    private const int MostLevels = 160;

    /// <summary>The chain as one update, or null when an operation in it is not expressible.</summary>
    /// <param name="operations">The chain.</param>
    /// <param name="maxWireVersion">The newest wire version that the server speaks.</param>
    public static MongoReshape? Compile(IReadOnlyList<ReshapeOperation> operations, int maxWireVersion)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var before = SymbolicDocument.Stored;
        if (!SharedFilter.TryFind(operations, out var filter) || Compose(before, operations, 0) is not { } after)
        {
            return null;
        }

        var conditions = filter is null ? (Mql.And(after.Guards), Mql.Or(after.Needs)) : FilterCompiler.Apply(before, after, operations, filter);
        if (conditions is not var (guard, needs))
        {
            return null;
        }

        var (pipeline, operators) = (SymbolicRenderer.Pipeline(after), SymbolicRenderer.Operators(after));
        JToken[] parts = [guard, needs, operators is null ? pipeline : operators, .. after.Keeps.SelectMany(static keep => new[] { keep.When, keep.Taken, keep.Put ?? Mql.Nothing })];
        var version = parts.Max(ServerNeeds.WireVersion);
        return version > maxWireVersion || ServerNeeds.Levels(parts) > MostLevels || ServerNeeds.Nodes(parts) > MostNodes ? null : new MongoReshape
        {
            Needs = needs,
            Guard = guard,
            Pipeline = pipeline,
            Operators = operators,
            Keeps = after.Keeps,
            WireVersion = version,
        };
    }

    /// <summary>Why an operation that does not compile runs in process: a sentence without its full stop.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="maxWireVersion">The newest wire version that the server speaks.</param>
    public static string Reason(ReshapeOperation operation, int maxWireVersion)
    {
        const string How = "documents are read, changed and written back";
        return operation switch
        {
            TransformDocumentsOperation => $"C# code: {How}",
            _ when Compile([operation], int.MaxValue) is { } compiled => $"needs MongoDB {ServerNeeds.Release(compiled.WireVersion)}, and the server is {ServerNeeds.Release(maxWireVersion)}: {How}",
            { Where: { } filter } when Compile([operation with { Where = null }], int.MaxValue) is not null =>
                $"MongoDB can't tell in just the same way where {filter.Describe()}: {How}",
            SetFieldOperation set when Compile([set with { Value = "" }], int.MaxValue) is not null => $"MongoDB can't compute {set.Value.Describe()} in just the same way: {How}",
            ConvertFieldOperation { Rules: var rules } when rules != ConversionRules.Strict => $"dates by formats or epochs, and truncation, are .NET's: {How}",
            _ => $"not expressible in MongoDB's aggregation: {How}",
        };
    }

    /// <summary>The document after the chain, or null.</summary>
    /// <param name="document">The document before it.</param>
    /// <param name="operations">The chain.</param>
    /// <param name="depth">How many arrays and maps it is inside.</param>
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

        // What was kept aside is brought back in process; where nothing was, there is nothing to do.
        RestoreFieldOperation => document,
        AddFieldOperation add => FieldRules.Add(document, add),
        RemoveFieldOperation remove => FieldRules.Remove(document, remove, index),
        StampDocumentsOperation stamp => FieldRules.Stamp(document, stamp),
        RenameFieldOperation rename => MoveRules.Rename(document, rename, index),
        RenameFieldsOperation rename => MoveRules.RenameMany(document, rename),
        SetFieldOperation set => ValueRules.Set(document, set, index),
        MapValuesOperation map => MapValuesRules.MapValues(document, map, index),
        WrapInArrayOperation wrap => ValueRules.Wrap(document, wrap),
        UnwrapArrayOperation unwrap => ValueRules.Unwrap(document, unwrap, index),
        NestFieldsOperation nest => FieldRules.Nest(document, nest),
        FlattenFieldOperation flatten => FieldRules.Flatten(document, flatten),
        SplitFieldOperation split => TextRules.Split(document, split),
        JoinFieldsOperation join => TextRules.Join(document, join),
        ConvertFieldOperation { Rules: var rules } convert when rules == ConversionRules.Strict => ConvertRules.Convert(document, convert, index),
        MapToArrayOperation map => ArrayRules.MapToArray(document, map, depth),
        ArrayToMapOperation array => ArrayRules.ArrayToMap(document, array, depth),
        ForEachOperation each => EachRules.ForEach(document, each, index, depth),
        ForEachValueOperation each => EachRules.ForEachValue(document, each, index, depth),
        _ => null,
    };
}
