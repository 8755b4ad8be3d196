using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Fields set, values replaced by a table, values put into arrays and taken out. Each is exact under its guards, else null.</summary>
internal static class ValueRules
{
    public static SymbolicDocument? Set(SymbolicDocument document, SetFieldOperation operation, int index, int depth)
    {
        var path = operation.Path.Segments;

        // The value that was there is kept aside: inside an array that would be the whole array.
        if (depth > 0 || document.Source(path) is not { } old || !old.Path.Equals(path) || document.InObject(path) is not { } inside)
        {
            return null;
        }

        return operation.Value is LiteralExpression literal ? SetConstant(inside, path, literal.Value, index) : SetText(inside, path, operation.Value, index);
    }

    public static SymbolicDocument? MapValues(SymbolicDocument document, MapValuesOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        // A value that is written just as in the table, and comes back by it: of two rows with one result the first.
        var rows = operation.Table
            .Where((row, place) => IsPlain(row.From) && IsPlain(row.To) && !operation.Table.Take(place).Any(former => MayBeEqual(former.To, row.To)))
            .Select(static row => (From: Text(row.From), To: PgSql.Text(JsonbText.Write(row.To)))).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var (type, there) = (document.TypeOf(source.Path), document.IsThere(source.Path));
        var text = $"{document.At(source.Path)}::text";
        var nullStays = !operation.Table.Any(static row => row.From.Type == JTokenType.Null || row.To.Type == JTokenType.Null);
        var mapped = string.Join(" ", rows.Select(static row => $"WHEN {row.From} THEN {row.To}"));
        return document
            .Where($"({document.IsMissing(source.Path)} OR {text} IN ({string.Join(", ", rows.Select(static row => row.From))}{(nullStays ? ", 'null'" : "")}))")
            .WorkWhen(nullStays ? $"coalesce({type} <> 'null', false)" : there)
            .With(operation.Path.Segments, new ComputedSlot($"(CASE {text} {mapped} ELSE 'null' END)::jsonb", there));
    }

    public static SymbolicDocument? Wrap(SymbolicDocument document, WrapInArrayOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        var (type, value) = (document.TypeOf(source.Path), document.At(source.Path));
        return document
            .Where($"({type} IS DISTINCT FROM 'array')")
            .WorkWhen($"coalesce({type} <> 'null', false)")
            .With(operation.Path.Segments, new ComputedSlot($"CASE {type} WHEN 'null' THEN {value} ELSE jsonb_build_array({value}) END", document.IsThere(source.Path)));
    }

    public static SymbolicDocument? Unwrap(SymbolicDocument document, UnwrapArrayOperation operation)
    {
        if (document.Source(operation.Path.Segments) is not { } source)
        {
            return null;
        }

        // An array of one value, which is neither null nor an array: of the others something is kept aside, or they do not fit.
        var (type, value) = (document.TypeOf(source.Path), document.At(source.Path));
        var one = $"(jsonb_array_length({value}) = 1 AND jsonb_typeof({value}->0) NOT IN ('null', 'array'))";
        return document
            .Where($"CASE {type} WHEN 'array' THEN {one} WHEN 'null' THEN true ELSE {document.IsMissing(source.Path)} END")
            .WorkWhen($"coalesce({type} <> 'null', false)")
            .With(operation.Path.Segments, new ComputedSlot($"CASE {type} WHEN 'array' THEN {value}->0 ELSE {value} END", document.IsThere(source.Path)));
    }

    private static SymbolicDocument? SetConstant(SymbolicDocument document, ValueList<string> path, JToken value, int index)
    {
        // Other values may be written in several ways.
        if (value is not JValue { Value: string or int or bool or null } || !JsonbText.CanHold(value))
        {
            return null;
        }

        var changes = $"({document.At(path)}::text IS DISTINCT FROM {Text(value)})";
        return document
            .Where(ConditionRules.NoWrapper(document, path))
            .WorkWhen(changes)
            .Keeping(new ServerKeep(index, path, changes, document.At(path), PgSql.Text(DocumentWriter.Write(value))))
            .With(path, new ComputedSlot(PgSql.Constant(value), null));
    }

    private static SymbolicDocument? SetText(SymbolicDocument document, ValueList<string> path, DocumentExpression expression, int index)
    {
        if (ExpressionRules.Text(document, expression) is not { } text)
        {
            return null;
        }

        // Where something that it is made of is missing there is no text, and nothing to do: unless another part is no text, which does not fit all the same.
        var needed = PgSql.And([.. text.Needed.Select(place => $"{document.TypeOf(place)} IS NOT NULL")]);
        var harmless = PgSql.And([.. text.Needed.Select(place => $"coalesce({document.TypeOf(place)} IN ('string', 'null'), true)")]);
        var same = $"CASE {document.TypeOf(path)} WHEN 'string' THEN {document.TextAt(path)} = {text.Sql} ELSE false END";

        // The two characters that jsonb writes otherwise than the store form does, which the hash is of.
        var guards = PgSql.And([.. text.Guards, $@"(translate({text.Sql}, E'\b\f', '') = {text.Sql})", ConditionRules.NoWrapper(document, path)]);
        var put = $"to_jsonb({text.Sql})";
        return document
            .Where($"CASE WHEN {needed} THEN {guards} ELSE {harmless} END")
            .WorkWhen($"CASE WHEN {needed} THEN ({PgSql.And([guards, same])}) IS NOT TRUE ELSE NOT {harmless} END")
            .Keeping(new ServerKeep(index, path, $"CASE WHEN {needed} THEN NOT {same} ELSE false END", document.At(path), $"{put}::text"))
            .With(path, text.Needed.Count == 0
                ? new ComputedSlot(put, null)
                : new ComputedSlot($"CASE WHEN {needed} THEN {put} ELSE {document.At(path)} END", $"({needed} OR {document.IsThere(path)})"));
    }

    /// <summary>A constant as jsonb prints it.</summary>
    private static string Text(JToken value) => $"({PgSql.Constant(value)})::text";

    /// <summary>Whether a value is written in one way, whatever the order of keys.</summary>
    private static bool IsPlain(JToken value) => value is JValue && JsonbText.CanHold(value);

    /// <summary>Whether two results may be one for the way back: numbers of several types, besides the identical.</summary>
    private static bool MayBeEqual(JToken left, JToken right) => DocumentEquality.AnyOrder.Same(left, right) || (IsNumber(left) && IsNumber(right));

    private static bool IsNumber(JToken value) => value is JValue { Value: int or long or double } || Wrappers.IsWrapper(value);
}
