using System.Globalization;
using DocMigrate.Running;

namespace DocMigrate.Engine.Running;

/// <summary>Counts in words.</summary>
internal static class RunText
{
    /// <summary><c>500 changed, 3 quarantined</c>; null when nothing was done to the data.</summary>
    public static string? Of(StepCounts counts)
    {
        (long Number, string Word)[] all = [(counts.Changed, "changed"), (counts.Quarantined, "quarantined"), (counts.Shadowed, "kept aside")];
        var words = all.Where(static item => item.Number > 0)
            .Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Number} {item.Word}"));
        var text = string.Join(", ", words);
        return text.Length == 0 ? null : text;
    }
}
