using DocMigrate.History;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.History;

/// <summary>How values of the history are written in its documents.</summary>
internal static class HistoryDocuments
{
    public const string Operations = "operations";

    public static JArray Of(ValueList<MigrationId> migrations) => [.. migrations.Select(static migration => new JValue(migration.ToString()))];

    public static JArray Of(ValueList<string> names) => [.. names.Select(static name => new JValue(name))];

    public static JObject? Of(StepProgress? progress) => progress is null ? null : Bodies.Of(
        ("completed", progress.Completed), ("inHand", progress.InHand), ("cursor", progress.Cursor), ("counts", Of(progress.Counts)));

    public static JObject Of(StepCounts counts) => Bodies.Of(
        ("scanned", counts.Scanned), ("changed", counts.Changed), ("quarantined", counts.Quarantined), ("shadowed", counts.Shadowed), ("late", counts.Late));

    /// <summary>The text of a field; null where it is null or not there.</summary>
    public static string? TextOrNull(this JObject document, string field) => (string?)document[field];

    /// <summary>The text of a field that has one.</summary>
    public static string Text(this JObject document, string field) =>
        (string?)document[field] ?? throw new FormatException($"A document of the history has no text '{field}'.");

    public static long Number(this JObject document, string field) => (long?)document[field] ?? 0;

    public static TEnum Enumeration<TEnum>(this JObject document, string field)
        where TEnum : struct, Enum => HistoryText.Enumeration<TEnum>(document.Text(field));

    public static MigrationId Migration(this JObject document) => new(document.Text("module"), document.Text("name"));

    public static ValueList<MigrationId> Migrations(this JObject document, string field) =>
        document.Names(field).Select(MigrationId.Parse).ToValueList();

    public static ValueList<string> Names(this JObject document, string field) =>
        (document[field] as JArray ?? []).Select(static name => (string)name!).ToValueList();

    public static StepProgress? ProgressOrNull(this JObject document, string field) => document[field] is not JObject progress ? null : new StepProgress
    {
        Completed = (int)progress.Number("completed"),
        InHand = (int)progress.Number("inHand"),
        Cursor = progress.TextOrNull("cursor"),
        Counts = progress.Counts("counts"),
    };

    public static StepCounts Counts(this JObject document, string field) => document[field] is not JObject counts ? StepCounts.Zero : new StepCounts(
        counts.Number("scanned"), counts.Number("changed"), counts.Number("quarantined"), counts.Number("shadowed"), counts.Number("late"));

    /// <summary>What is applied; null when something is half-done.</summary>
    public static IReadOnlyList<AppliedMigration>? Applied(List<JObject> entries)
    {
        var statuses = entries.ConvertAll(static entry => entry.Enumeration<MigrationStatus>("status"));
        return statuses.Exists(static status => status is MigrationStatus.Running or MigrationStatus.Failed)
            ? null
            : entries.Where((_, i) => statuses[i] == MigrationStatus.Applied).Select(static entry => new AppliedMigration(entry.Migration(), entry.Text("hash"))).ToList();
    }
}
