using System.Globalization;
using DocMigrate.History;
using DocMigrate.Running;

namespace DocMigrate.Cli.Output;

/// <summary>How values are put to a person.</summary>
internal static class Words
{
    public static string Of(MigrationStatus status) => status switch
    {
        MigrationStatus.Pending => "pending",
        MigrationStatus.Running => "begun and not ended",
        MigrationStatus.Applied => "applied",
        MigrationStatus.Failed => "stopped",
        _ => "undone",
    };

    /// <summary><c>1,200 changed, 3 quarantined</c>; an empty text when nothing was touched.</summary>
    public static string Of(StepCounts counts)
    {
        var parts = new List<string>();
        Add(counts.Changed, "changed");
        Add(counts.Shadowed, "values kept aside");
        Add(counts.Quarantined, "quarantined");
        Add(counts.Late, "late");
        return string.Join(", ", parts);

        void Add(long count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{Of(count)} {what}");
            }
        }
    }

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Text out of a store, so that nothing in it moves the cursor, changes colours or turns the line around.</summary>
    public static string Visible(string text) => text.Any(IsInvisible)
        ? string.Concat(text.Select(static character => IsInvisible(character) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : character.ToString()))
        : text;

    /// <summary><c>0.12s</c>, or <c>3m 20s</c>.</summary>
    public static string Of(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? time.TotalSeconds.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) + "s"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m {time.Seconds}s");

    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
