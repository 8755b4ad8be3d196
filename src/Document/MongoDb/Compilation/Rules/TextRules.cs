using DocMigrate.Document.Compilation;
using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Texts split and joined, by bytes.</summary>
internal static class TextRules
{
    public static SymbolicDocument? Split(SymbolicDocument document, SplitFieldOperation operation)
    {
        var path = operation.Path.Segments;
        if (!Mql.CanHold(operation.Separator) || document.Source(path) is not { } source)
        {
            return null;
        }

        var value = document.At(source.Path);
        var free = operation.Into.Aggregate<string, SymbolicDocument?>(
                document.Where(Mql.IsAny(value, "missing", "null", "string")).WorkWhen(Mql.IsThere(value)),
                (current, name) => current?.Free(Places.Parent(path).Add(name)))?
            .With(path, Slot.Absent);
        return operation.Into.Select((name, place) => (name, place)).Aggregate(free, (current, part) =>
            current?.With(Places.Parent(path).Add(part.name), new ComputedSlot(Part(value, operation.Separator, part.place, operation.Into.Count - 1))));
    }

    public static SymbolicDocument? Join(SymbolicDocument document, JoinFieldsOperation operation)
    {
        var parent = operation.Parent.Segments;
        var sources = operation.Fields.Select(field => document.Source(parent.Add(field))?.Path).OfType<ValueList<string>>().ToList();
        if (sources.Count < operation.Fields.Count || !Mql.CanHold(operation.Separator))
        {
            return null;
        }

        // Splitting the result must give the parts again, else they are kept aside: not here. So each text is found again, but the last, and none is missing before another.
        var texts = sources.Select(document.At).ToList();
        var conditions = texts.Select((text, place) =>
        {
            var found = place < texts.Count - 1 ? Mql.InOrder(Mql.Is(text, "string"), Ends(text, operation.Separator)) : Mql.Is(text, "string");
            return place == 0 ? found : Mql.Or(Mql.IsMissing(text), Mql.And(found, Mql.IsThere(texts[place - 1])));
        });
        var result = document
            .Where(Mql.Or(Mql.And(texts.Select(Mql.IsMissing)), Mql.And(conditions)))
            .WorkWhen(Mql.Or(texts.Select(Mql.IsThere)))
            .Free(parent.Add(operation.Into));
        result = operation.Fields.Aggregate(result, (current, field) => current?.With(parent.Add(field), Slot.Absent));
        JToken[] joined = [texts[0], .. texts.Skip(1).Select(text => Mql.If(Mql.IsMissing(text), Mql.Text(""), Mql.Call("$concat", Mql.Text(operation.Separator), text)))];
        return result?.With(parent.Add(operation.Into), new ComputedSlot(Mql.If(Mql.IsThere(texts[0]), Mql.Call("$concat", joined), Mql.Nothing)));
    }

    /// <summary>One of the parts of a text; null has a first part, which is null.</summary>
    private static JToken Part(JToken value, string separator, int place, int last)
    {
        var part = Mql.Let("parts", Mql.Call("$split", value, Mql.Text(separator)), parts =>
        {
            var own = Mql.Call("$arrayElemAt", parts, Mql.Number(place));
            return place < last ? own : Mql.If(Mql.Call("$gt", Mql.Call("$size", parts), Mql.Number(last)), Rest(parts, own, separator, last), Mql.Nothing);
        });
        return Mql.If(Mql.Is(value, "string"), part, place == 0 ? value : Mql.Nothing);
    }

    /// <summary>The last part has all that is left.</summary>
    private static JToken Rest(JToken parts, JToken first, string separator, int last) => Mql.Call(
        "$reduce",
        ("input", Mql.Call("$slice", parts, Mql.Number(last + 1), Mql.Call("$size", parts))),
        ("initialValue", first),
        ("in", Mql.Call("$concat", new JValue("$$value"), Mql.Text(separator), new JValue("$$this"))));

    /// <summary>Whether a text is what is before the first separator, once one is put behind it.</summary>
    private static JToken Ends(JToken text, string separator) =>
        Mql.Equal(Mql.Call("$arrayElemAt", Mql.Call("$split", Mql.Call("$concat", text, Mql.Text(separator)), Mql.Text(separator)), Mql.Number(0)), text);
}
