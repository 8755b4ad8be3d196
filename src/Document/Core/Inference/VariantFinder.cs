using DocMigrate.Document.Inference.Statistics;

namespace DocMigrate.Document.Inference;

/// <summary>Finds the kinds of objects that are at a path: by a key whose value decides which other keys there are, else by keys that go together.</summary>
internal static class VariantFinder
{
    // A key is decided when nine tenths of the uncertainty about it are gone; a deciding key is one that leaves less than half of all uncertainty.
    private const double Decided = 0.1;
    private const double Explained = 0.5;

    private const double NearlyAll = 0.95;
    private const double SupportOfAny = 5;
    private const double SupportOfNamed = 1.5;
    private const double MostSetsCover = 0.99;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "type", "kind", "t", "class", "discriminator", "category", "variant", "shape" };

    public static InferredVariants? Find(ObjectStatistics statistics, IReadOnlyList<KeyStatistics> named)
    {
        var optional = named.Where(key => key.Count < statistics.Count).ToList();
        return optional.Count == 0 ? null : ByValue(statistics, named, optional) ?? ByKeys(statistics, optional);
    }

    private static InferredVariants? ByValue(ObjectStatistics statistics, IReadOnlyList<KeyStatistics> named, List<KeyStatistics> optional)
    {
        var order = named.Select(static key => key.Name).ToList();
        var best = statistics.Variants.Tables
            .Where(pair => order.Contains(pair.Key) && IsSupported(statistics, pair.Key, pair.Value))
            .Select(pair => (Field: pair.Key, Table: pair.Value, Gain: Gain(statistics, pair.Key, pair.Value, optional)))
            .Where(static candidate => candidate.Gain > Explained)
            .OrderByDescending(static candidate => candidate.Gain)
            .ThenByDescending(static candidate => IsNamedSo(candidate.Field))
            .ThenBy(static candidate => candidate.Table.Rows.Count)
            .ThenBy(candidate => order.IndexOf(candidate.Field))
            .FirstOrDefault();
        if (best.Field is null)
        {
            return null;
        }

        var others = best.Table.Rows.Where(row => row.Value.Count == 1 && !IsNamedSo(best.Field)).Sum(static row => row.Value.Count);
        var kinds = Rows(statistics, best.Field, best.Table)
            .Where(row => row.Count > 1 || IsNamedSo(best.Field))
            .OrderByDescending(static row => row.Count)
            .ThenBy(static row => row.Value, StringComparer.Ordinal)
            .Select(row => new InferredVariant(row.Value, row.Count, (double)row.Count / statistics.Count, optional
                .Where(key => key.Name != best.Field && row.Keys.GetValueOrDefault(key.Name) > 0)
                .Select(key => new InferredVariantKey(key.Name, (double)row.Keys[key.Name] / row.Count))
                .ToValueList()))
            .ToValueList();
        return kinds.Count < 2 ? null : new InferredVariants(best.Field, kinds, others);
    }

    private static InferredVariants? ByKeys(ObjectStatistics statistics, List<KeyStatistics> optional)
    {
        if (statistics.Sets.Sets is not { } sets || optional.Count < 2)
        {
            return null;
        }

        var common = sets.TakeWhile(static set => set.Count > 1).ToList();
        var covered = common.Sum(static set => set.Count);
        if (common.Count < 2 || common.Count > optional.Count || covered < MostSetsCover * statistics.Count)
        {
            return null;
        }

        var kinds = common.Select(set => new InferredVariant(null, set.Count, (double)set.Count / statistics.Count, optional
            .Where(key => set.Keys.Contains(key.Name))
            .Select(static key => new InferredVariantKey(key.Name, 1))
            .ToValueList()));
        return new InferredVariants(null, kinds.ToValueList(), statistics.Count - covered);
    }

    private static bool IsSupported(ObjectStatistics statistics, string field, VariantTable table)
    {
        var present = table.Rows.Values.Sum(static row => row.Count);
        var rows = table.Rows.Count;
        return rows + (present < statistics.Count ? 1 : 0) >= 2
            && statistics.Count >= (IsNamedSo(field) ? SupportOfNamed : SupportOfAny) * rows
            && (IsNamedSo(field) || present >= NearlyAll * statistics.Count);
    }

    private static bool IsNamedSo(string field) => Names.Contains(field.TrimStart('_', '$'))
        || field.EndsWith("Type", StringComparison.Ordinal) || field.EndsWith("_type", StringComparison.Ordinal)
        || field.EndsWith("Kind", StringComparison.Ordinal) || field.EndsWith("_kind", StringComparison.Ordinal);

    /// <summary>Which part of the uncertainty about which keys an object has is gone for those keys that the field's value decides.</summary>
    private static double Gain(ObjectStatistics statistics, string field, VariantTable table, List<KeyStatistics> optional)
    {
        var rows = Rows(statistics, field, table).ToList();
        var all = 0.0;
        var gone = 0.0;
        foreach (var key in optional.Where(key => key.Name != field))
        {
            var before = Uncertainty((double)key.Count / statistics.Count);
            var after = rows.Sum(row => (double)row.Count / statistics.Count * Uncertainty((double)row.Keys.GetValueOrDefault(key.Name) / row.Count));
            all += before;
            gone += after <= Decided * before && key.Count > 1 ? before - after : 0;
        }

        return all > 0 ? gone / all : 0;
    }

    /// <summary>The rows, and one more for the objects without the field.</summary>
    private static IEnumerable<(string? Value, long Count, Dictionary<string, long> Keys)> Rows(ObjectStatistics statistics, string field, VariantTable table)
    {
        foreach (var (value, row) in table.Rows)
        {
            yield return (value, row.Count, row.Keys);
        }

        var absent = statistics.Count - table.Rows.Values.Sum(static row => row.Count);
        if (absent > 0)
        {
            yield return ("missing", absent, statistics.Keys.Where(key => key.Name != field).ToDictionary(
                static key => key.Name,
                key => key.Count - table.Rows.Values.Sum(row => row.Keys.GetValueOrDefault(key.Name)), StringComparer.Ordinal));
        }
    }

    private static double Uncertainty(double share) =>
        share is <= 0 or >= 1 ? 0 : (-share * Math.Log2(share)) - ((1 - share) * Math.Log2(1 - share));
}
