using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Values replaced by a table. Numbers are found by their value, as both MongoDB and the in-process executor have it.</summary>
internal static class MapValuesRules
{
    public static SymbolicDocument? MapValues(SymbolicDocument document, MapValuesOperation operation, int index)
    {
        var (table, otherwise) = (operation.Table, operation.Otherwise);
        if (document.Source(operation.Path.Segments) is not { } source
            || !table.All(static row => IsSimple(row.From) && IsSimple(row.To)) || (otherwise is not null && !IsSimple(otherwise)))
        {
            return null;
        }

        var value = document.At(source.Path);
        var inverse = table.Where((row, place) => !table.Take(place).Any(former => ValueComparison.AreEqual(former.To, row.To))).ToList();
        var found = table.Select(row => Has(value, row.From)).ToList();
        var isResult = Mql.Or(inverse.Select(row => Has(value, row.To)));

        // A result of the table that the table does not have is marked. Null is no misfit, but may be a result.
        var other = Mql.And(Mql.Not(Mql.Is(value, "null")), Mql.Not(isResult));
        var others = otherwise is null ? Mql.False : other;
        var stays = Mql.And(Mql.IsAbsent(value), Mql.Not(isResult));

        // A decimal, or a zero, may be equal without being identical.
        var certain = Mql.Not(Mql.Or(Mql.Is(value, "decimal"), Mql.And(Mql.Is(value, "double"), Mql.Equal(value, Mql.Number(0)))));
        var cases = found.Zip(table, static (has, row) => (has, Mql.Literal(row.To))).ToList();
        var kept = found.Zip(table, (has, row) => (has, Mql.Not(IsIdentical(value, Back(inverse, row.To))))).ToList();
        return document
            .Where(Mql.And(certain, Mql.Or([.. found, stays, Mql.IsMissing(value), others])))
            .WorkWhen(Mql.And(Mql.IsThere(value), Mql.Not(stays)))
            .WorkWhen(Mql.Or(found))
            .Keeping(new MongoKeep(
                index,
                operation.Path.Segments,
                Mql.And(Mql.IsThere(value), Mql.Switch(kept, otherwise is null ? Mql.False : Mql.And(other, Mql.Not(IsIdentical(value, Back(inverse, otherwise)))))),
                value,
                Mql.Switch(cases, otherwise is null ? value : Mql.Literal(otherwise))))
            .With(operation.Path.Segments, new ComputedSlot(Mql.Switch(cases, otherwise is null ? value : Mql.If(Mql.And(Mql.IsThere(value), other), Mql.Literal(otherwise), value))));
    }

    /// <summary>What the way back makes of a result; null when it makes nothing of it.</summary>
    private static JToken? Back(List<ValueMapping> inverse, JToken put) => inverse.Find(row => ValueComparison.AreEqual(row.To, put))?.From;

    private static JToken Has(JToken value, JToken constant) => constant switch
    {
        JValue { Value: int or long or double } => Mql.And(Mql.IsAny(value, "int", "long", "double"), Mql.Equal(value, Mql.Literal(constant))),
        JValue { Value: string } => IsIdentical(value, constant),
        _ => Mql.Equal(value, Mql.Literal(constant)),
    };

    private static JToken IsIdentical(JToken value, JToken? constant) => constant is null ? Mql.False : ValueRules.AreIdentical(value, Mql.Literal(constant));

    /// <summary>Whether a constant is compared as in process: not objects, not decimals, not what is no number.</summary>
    private static bool IsSimple(JToken value) => value is JValue { Value: null or bool or int or long or string } or JValue { Value: double } && Mql.CanHold(value) && IsNumber(value);

    private static bool IsNumber(JToken value) => value is not JValue { Value: double number } || (double.IsFinite(number) && number != 0);
}
