using System.Globalization;
using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>Texts split and joined, in two; more parts are the in-process executor's.</summary>
internal static class TextRules
{
    public static SymbolicDocument? Split(SymbolicDocument document, SplitFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (operation.Into.Count != 2 || document.Source(path) is not { } source)
        {
            return null;
        }

        var parent = Places.Parent(path);
        var type = document.TypeOf(source.Path);
        var value = document.ValueOf(source.Path);
        var separator = SqliteName.Text(operation.Separator);
        var at = $"instr({value}, {separator})";
        var rest = $"substr({value}, {at} + {Length(operation.Separator)})";
        var first = $"CASE WHEN {at} = 0 THEN {value} ELSE substr({value}, 1, {at} - 1) END";
        return document
            .Where($"({type} IS NULL OR ({type} = 'text' AND {document.Plain(source.Path)}))")
            .WorkWhen($"{type} IS NOT NULL")
            .Irregular()
            .Free(parent.Add(operation.Into[0]))?
            .Free(parent.Add(operation.Into[1]))?
            .With(path, Slot.Absent)?
            .With(parent.Add(operation.Into[0]), new ComputedSlot(first, $"{type} IS NOT NULL"))?
            .With(parent.Add(operation.Into[1]), new ComputedSlot(rest, $"{at} > 0"));
    }

    public static SymbolicDocument? Join(SymbolicDocument document, JoinFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        if (operation.Fields.Count != 2
            || document.Source(parent.Add(operation.Fields[0])) is not { } first
            || document.Source(parent.Add(operation.Fields[1])) is not { } second)
        {
            return null;
        }

        var (type, value, rest) = (document.TypeOf(first.Path), document.ValueOf(first.Path), document.ValueOf(second.Path));
        var separator = SqliteName.Text(operation.Separator);

        // Splitting the result must give the parts again, else they are kept aside: not here.
        var splits = $"instr({value} || {separator}, {separator}) = length({value}) + 1";
        var fits = $"({type} = 'text' AND {document.Plain(first.Path)} AND {splits} AND "
            + $"({document.TypeOf(second.Path)} IS NULL OR ({document.TypeOf(second.Path)} = 'text' AND {document.Plain(second.Path)})))";
        return document
            .Where($"(({type} IS NULL AND {document.TypeOf(second.Path)} IS NULL) OR {fits})")
            .WorkWhen($"({type} IS NOT NULL OR {document.TypeOf(second.Path)} IS NOT NULL)")
            .Irregular()
            .Free(parent.Add(operation.Into))?
            .With(parent.Add(operation.Fields[0]), Slot.Absent)?
            .With(parent.Add(operation.Fields[1]), Slot.Absent)?
            .With(
                parent.Add(operation.Into),
                new ComputedSlot($"CASE WHEN {rest} IS NULL THEN {value} ELSE {value} || {separator} || {rest} END", $"{type} IS NOT NULL"));
    }

    /// <summary>The length as SQL counts it: in code points.</summary>
    private static string Length(string text) => text.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture);
}
