using System.Globalization;
using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>Texts split and joined. Splitting compares bytes, as the collation of a database is deterministic.</summary>
internal static class TextRules
{
    /// <summary>Each part repeats the splitting; more of them are the in-process executor's.</summary>
    private const int MostParts = 8;

    public static SymbolicDocument? Split(SymbolicDocument document, SplitFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (operation.Into.Count > MostParts || !JsonbText.CanHold(operation.Separator) || document.Source(path) is not { } source)
        {
            return null;
        }

        var parent = Places.Parent(path);
        var value = document.TextAt(source.Path);
        var separator = PgSql.Text(operation.Separator);
        var isText = $"{document.TypeOf(source.Path)} = 'string'";
        var parts = $"string_to_array({value}, {separator})";
        var result = document
            .Where($"({document.IsMissing(source.Path)} OR {isText})")
            .WorkWhen(document.IsThere(source.Path));
        var last = operation.Into.Count - 1;
        var slots = new List<Slot>();
        for (var i = 0; i <= last; i++)
        {
            // An empty text has one part, an empty one, and string_to_array gives none.
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var text = i == 0 ? $"split_part({value}, {separator}, 1)"
                : i < last ? $"split_part({value}, {separator}, {number})"
                : $"array_to_string(({parts})[{number}:], {separator})";
            var present = i == 0 ? isText : i == 1 ? $"strpos({value}, {separator}) > 0" : $"cardinality({parts}) >= {number}";
            slots.Add(new ComputedSlot($"to_jsonb({text})", present));
        }

        var free = operation.Into.Aggregate<string, SymbolicDocument?>(result, (current, name) => current?.Free(parent.Add(name)))?.With(path, Slot.Absent);
        return operation.Into.Zip(slots).Aggregate(free, (current, part) => current?.With(parent.Add(part.First), part.Second));
    }

    public static SymbolicDocument? Join(SymbolicDocument document, JoinFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        var sources = operation.Fields.Select(field => document.Source(parent.Add(field))?.Path).OfType<ValueList<string>>().ToList();
        if (sources.Count < operation.Fields.Count || sources.Count > MostParts || !JsonbText.CanHold(operation.Separator))
        {
            return null;
        }

        // Splitting the result must give the parts again, else they are kept aside: not here. So each text is found again, but the last, and none is missing before another.
        var separator = PgSql.Text(operation.Separator);
        var texts = sources.Select(document.TextAt).ToList();
        var conditions = new List<string>();
        for (var i = 0; i < sources.Count; i++)
        {
            var isText = $"{document.TypeOf(sources[i])} = 'string'";
            var found = i < sources.Count - 1 ? $" AND strpos({texts[i]} || {separator}, {separator}) = length({texts[i]}) + 1" : "";
            conditions.Add(i == 0
                ? $"({isText}{found})"
                : $"({document.IsMissing(sources[i])} OR ({isText}{found} AND {document.IsThere(sources[i - 1])}))");
        }

        var any = sources.Select(document.IsThere).ToList();
        var result = document
            .Where($"({string.Join(" AND ", sources.Select(document.IsMissing))} OR {PgSql.And(conditions)})")
            .WorkWhen(PgSql.Or(any))
            .Free(parent.Add(operation.Into));
        result = operation.Fields.Aggregate(result, (current, field) => current?.With(parent.Add(field), Slot.Absent));
        return result?.With(
            parent.Add(operation.Into),
            new ComputedSlot($"to_jsonb(concat_ws({separator}, {string.Join(", ", texts)}))", document.IsThere(sources[0])));
    }
}
