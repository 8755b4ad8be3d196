using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>
/// Conversions as the table of <c>docs/operations/convertField.md</c> has them. MongoDB's own are wider (they cut fractions off, take <c>+1</c> and many forms of dates) or narrower
/// (a double becomes a decimal of 15 digits); what they would do otherwise is left to the in-process executor.
/// </summary>
internal static class ConvertRules
{
    /// <summary>The end of a text: <c>$</c> also holds before a line feed at the end, in PCRE.</summary>
    private const string End = @"(?![\s\S])";
    private const string Integer = "^-?(0|[1-9][0-9]*)" + End;
    private const string JsonNumber = "^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?" + End;
    private const string Plain = "^-?(0|[1-9][0-9]*)([.][0-9]+)?" + End;
    private const string ZeroFraction = "^-?(0|[1-9][0-9]*)([.]0+)?" + End;
    private const string UtcTime = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,3})?Z" + End;

    /// <summary>A number of up to 15 characters that is neither −0 nor so small that a double of it is written with an exponent.</summary>
    private const string ShortNumber = "^(?!-0)(?!0[.]0000)(?=.{1,15}" + End + ")-?(0|[1-9][0-9]*)([.][0-9]+)?" + End;

    /// <summary>A short number as a double is written: a point, and no zeros at the end but for one after the point.</summary>
    private const string Printed = "[.]([0-9]*[1-9]|0)" + End;

    /// <summary>Whole doubles below it are written without an exponent.</summary>
    private const double MostPlain = 1e15;

    public static SymbolicDocument? Convert(SymbolicDocument document, ConvertFieldOperation operation, int index)
    {
        var path = operation.Path.Segments;
        if (document.Source(path) is not { } source)
        {
            return null;
        }

        var value = document.At(source.Path);

        // What has the type of the way back must be known to come back, or not to. With no way back all that changes is kept; with one, so is all that it has no value of that type for.
        var cases = Cases(operation.To, value, operation.From).Where(known => known.From != operation.From || known.Differs is not null).ToList();
        var kept = cases.Select(known => (
            Mql.Is(value, Name(known.From)),
            operation.From is { } from ? known.From == from ? Mql.InOrder(known.Fits, known.Differs!) : Mql.True : known.From == operation.To ? Mql.False : Mql.True)).ToList();
        var put = Switch(cases, value, static known => known.Put, value);
        var still = operation.From is null ? Mql.IsAny(value, "missing", "null", Name(operation.To)) : Mql.IsAbsent(value);
        return document
            .Where(Switch(cases, value, static known => known.Fits, Mql.IsAbsent(value)))
            .WorkWhen(Mql.Not(still))
            .Keeping(new MongoKeep(index, path, Mql.Switch(kept, Mql.False), value, put))
            .With(path, new ComputedSlot(put));
    }

    /// <summary>The value of a conversion in an expression; null and nothing stay.</summary>
    public static MongoValue Convert(JToken value, FieldType to)
    {
        var cases = Cases(to, value, null).ToList();
        return new MongoValue(Switch(cases, value, static known => known.Put, value), Switch(cases, value, static known => known.Fits, Mql.IsAbsent(value)));
    }

    private static JToken Switch(IEnumerable<ConvertCase> cases, JToken value, Func<ConvertCase, JToken> what, JToken otherwise) =>
        Mql.Switch([.. cases.Select(known => (Mql.Is(value, Name(known.From)), what(known)))], otherwise);

    private static IEnumerable<ConvertCase> Cases(FieldType to, JToken value, FieldType? back) => Conversions(to, value, back).Prepend(new ConvertCase(to, Mql.True, value));

    private static ConvertCase[] Conversions(FieldType to, JToken value, FieldType? back) => to switch
    {
        FieldType.String => ToText(value),
        FieldType.Int32 or FieldType.Int64 => ToInteger(value, to),
        FieldType.Double => ToDouble(value, back),
        FieldType.Decimal => ToDecimal(value),
        FieldType.Boolean => [new(FieldType.String, Mql.Call("$in", value, new JArray("true", "false")), Mql.Equal(value, Mql.Text("true")))],
        FieldType.DateTime => ToDate(value),
        FieldType.ObjectId => ToObjectId(value),
        _ => [],
    };

    private static ConvertCase[] ToText(JToken value)
    {
        var text = To(value, "string");
        var (least, most) = (Date(-62135596800000), Date(253402300799999));
        return
        [
            new(FieldType.Int32, Mql.True, text),
            new(FieldType.Int64, Mql.True, text),
            new(FieldType.Boolean, Mql.True, text),
            new(FieldType.ObjectId, Mql.True, text),
            new(FieldType.Decimal, IsFinite(value), text),
            new(FieldType.DateTime, Mql.And(Mql.Call("$gte", value, least), Mql.Call("$lte", value, most)), DateText(value)),
            new(
                FieldType.Double,
                Mql.And(IsWhole(value), Mql.Call("$ne", value, Mql.Number(0)), Mql.Call("$lt", value, new JValue(MostPlain)), Mql.Call("$gt", value, new JValue(-MostPlain))),
                Mql.Call("$concat", To(To(value, "long"), "string"), Mql.Text(".0"))),
        ];
    }

    private static ConvertCase[] ToInteger(JToken value, FieldType to)
    {
        var put = To(value, Name(to));
        var inRange = Mql.Is(put, Name(to));
        var other = to == FieldType.Int32 ? FieldType.Int64 : FieldType.Int32;
        var text = To(value, "string");
        return
        [
            new(other, inRange, put),
            new(FieldType.Double, Mql.And(IsWhole(value), Mql.Call("$ne", value, Mql.Number(0)), inRange), put),
            new(FieldType.String, Mql.InOrder(Matches(value, Integer), inRange), put, Mql.Call("$ne", To(put, "string"), value)),
            new(FieldType.Decimal, Mql.InOrder(Matches(text, ZeroFraction), inRange), put, Mql.Call("$ne", To(put, "string"), text)),
        ];
    }

    private static ConvertCase[] ToDouble(JToken value, FieldType? back)
    {
        var put = To(value, "double");
        return
        [
            new(FieldType.Int32, Mql.True, put),
            new(FieldType.Int64, Mql.Equal(put, value), put),

            // Where the way back makes texts, the one must be known that the double is written as.
            new(FieldType.String, Mql.And(Matches(value, back == FieldType.String ? ShortNumber : JsonNumber), IsFinite(put)), put, Mql.Not(Matches(value, Printed))),
            new(FieldType.Decimal, Mql.And(IsFinite(value), IsFinite(put)), put, null),
        ];
    }

    private static ConvertCase[] ToDecimal(JToken value)
    {
        var put = To(value, "decimal");
        return
        [
            new(FieldType.Int32, Mql.True, put),
            new(FieldType.Int64, Mql.True, put),

            // What is stored must be read as the same text.
            new(FieldType.String, Mql.InOrder(Matches(value, Plain), Mql.Call("$lte", Mql.Call("$strLenBytes", value), Mql.Number(34)), Mql.Equal(To(put, "string"), value)), put),
        ];
    }

    private static ConvertCase[] ToDate(JToken value)
    {
        // A day that the month does not have would be another one.
        var put = To(value, "date");
        var sameDay = Mql.Equal(Format(put, "%Y-%m-%dT%H:%M:%S"), Mql.Call("$substrCP", value, Mql.Number(0), Mql.Number(19)));
        return [new(FieldType.String, Mql.InOrder(Matches(value, UtcTime), Mql.Is(put, "date"), sameDay), put, Mql.Call("$ne", DateText(put), value))];
    }

    private static ConvertCase[] ToObjectId(JToken value)
    {
        var put = To(value, "objectId");
        return [new(FieldType.String, Matches(value, "^[0-9a-fA-F]{24}" + End), put, Mql.Call("$ne", To(put, "string"), value))];
    }

    /// <summary>The milliseconds only where there are any.</summary>
    private static JToken DateText(JToken date) =>
        Mql.If(Mql.Equal(Mql.Call("$millisecond", date), Mql.Number(0)), Format(date, "%Y-%m-%dT%H:%M:%SZ"), Format(date, "%Y-%m-%dT%H:%M:%S.%LZ"));

    private static JToken Format(JToken date, string format) => Mql.Call("$dateToString", ("date", date), ("format", new JValue(format)));

    private static JToken To(JToken value, string type) => Mql.Call("$convert", ("input", value), ("to", new JValue(type)), ("onError", Mql.Null));

    private static JToken Matches(JToken text, string pattern) => Mql.Call("$regexMatch", ("input", text), ("regex", new JValue(pattern)));

    private static JToken IsWhole(JToken value) => Mql.Equal(Mql.Call("$trunc", value), value);

    /// <summary>Whether a value is a number that is neither NaN, which is below all others, nor infinite.</summary>
    private static JToken IsFinite(JToken value) => Mql.And(
        Mql.IsAny(value, "double", "decimal"), Mql.Call("$gt", value, new JValue(double.NegativeInfinity)), Mql.Call("$lt", value, new JValue(double.PositiveInfinity)));

    private static JToken Date(long milliseconds) => Mql.Literal(Values.DateText.FromMilliseconds(milliseconds));

    internal static string Name(FieldType type) => type switch
    {
        FieldType.Int32 => "int",
        FieldType.Int64 => "long",
        FieldType.Double => "double",
        FieldType.Decimal => "decimal",
        FieldType.Boolean => "bool",
        FieldType.DateTime => "date",
        FieldType.ObjectId => "objectId",
        _ => "string",
    };
}
