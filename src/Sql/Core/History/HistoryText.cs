using System.Globalization;
using System.Text.Json;
using DocMigrate.Running;

namespace DocMigrate.Sql.History;

/// <summary>How values of the history are written as text.</summary>
internal static class HistoryText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>ISO 8601 in UTC with a fixed number of digits, so that text order is time order.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? time) => time is { } value ? Of(value) : null;

    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Of(ValueList<MigrationId> dependencies) =>
        JsonSerializer.Serialize(dependencies.Select(static dependency => new[] { dependency.Module, dependency.Name }), Options);

    public static string Of(ValueList<string> stores) => JsonSerializer.Serialize<IEnumerable<string>>(stores, Options);

    public static string? Of(StepProgress? progress) => progress is null ? null : JsonSerializer.Serialize(progress, Options);

    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static DateTimeOffset? TimeOrNull(string? text) => text is null ? null : Time(text);

    public static TEnum Enumeration<TEnum>(string text)
        where TEnum : struct, Enum => EnumerationNames<TEnum>.Values.TryGetValue(text, out var value) ? value : Enum.Parse<TEnum>(text, ignoreCase: true);

    // Thousands of rows are read at each start, and most say the same.
    public static ValueList<MigrationId> Dependencies(string text) => text == "[]" ? [] :
        (JsonSerializer.Deserialize<string[][]>(text, Options) ?? []).Select(static pair => new MigrationId(pair[0], pair[1])).ToValueList();

    public static ValueList<string> Stores(string text) => (JsonSerializer.Deserialize<string[]>(text, Options) ?? []).ToValueList();

    public static StepProgress? ProgressOrNull(string? text) => text is null ? null : JsonSerializer.Deserialize<StepProgress>(text, Options);
}
