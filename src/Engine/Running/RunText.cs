using System.Globalization;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Counts in words.</summary>
internal static class RunText
{
    private const int MostNames = 3;

    /// <summary>The same, and with which other migrations it was one pass; null when there is nothing to say.</summary>
    public static string? Of(StepCounts counts, IReadOnlyList<MigrationId> pass) =>
        pass.Count == 0 ? Of(counts) : Of(counts) is { } text ? $"{text}; {Of(pass)}" : Of(pass);

    /// <summary><c>one pass: shop.0003, shop.0004</c>; of many the first and the last.</summary>
    public static string Of(IReadOnlyList<MigrationId> pass) => pass.Count <= MostNames
        ? $"one pass: {string.Join(", ", pass)}"
        : string.Create(CultureInfo.InvariantCulture, $"one pass: {pass[0]} to {pass[^1]}, {pass.Count} migrations");

    /// <summary><c>500 changed, 3 quarantined</c>; null when nothing was done to the data.</summary>
    public static string? Of(StepCounts counts)
    {
        (long Number, string Word)[] all = [(counts.Changed, "changed"), (counts.Quarantined, "quarantined"), (counts.Shadowed, "kept aside"), (counts.Late, "late")];
        var words = all.Where(static item => item.Number > 0)
            .Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Number} {item.Word}"));
        var text = string.Join(", ", words);
        return text.Length == 0 ? null : text;
    }
}
