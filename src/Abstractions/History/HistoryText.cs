using System.Globalization;
using System.Text.Json;
using DocMigrate.Running;

namespace DocMigrate.History;

/// <summary>How values of the history are written as text, the same in every store.</summary>
public static class HistoryText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>ISO 8601 in UTC with a fixed number of digits, so that text order is time order.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same; null for null.</summary>
    public static string? Of(DateTimeOffset? time) => time is { } value ? Of(value) : null;

    /// <summary>The name of a value, beginning with a small letter.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Migrations as a JSON array of pairs.</summary>
    public static string Of(ValueList<MigrationId> dependencies) =>
        JsonSerializer.Serialize(dependencies.Select(static dependency => new[] { dependency.Module, dependency.Name }), Options);

    /// <summary>Names of stores as a JSON array.</summary>
    public static string Of(ValueList<string> stores) => JsonSerializer.Serialize<IEnumerable<string>>(stores, Options);

    /// <summary>Progress as a JSON object; null for null.</summary>
    public static string? Of(StepProgress? progress) => progress is null ? null : JsonSerializer.Serialize(progress, Options);

    /// <summary>Reads a time.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    /// <summary>Reads a time; null for null.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset? TimeOrNull(string? text) => text is null ? null : Time(text);

    /// <summary>Reads the name of a value, in any case.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public static TEnum Enumeration<TEnum>(string text)
        where TEnum : struct, Enum => EnumerationNames<TEnum>.Values.TryGetValue(text, out var value) ? value : Enum.Parse<TEnum>(text, ignoreCase: true);

    /// <summary>Reads migrations.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    // Thousands of rows are read at each start, and most say the same.
    public static ValueList<MigrationId> Dependencies(string text) => text == "[]" ? [] :
        (JsonSerializer.Deserialize<string[][]>(text, Options) ?? []).Select(static pair => new MigrationId(pair[0], pair[1])).ToValueList();

    /// <summary>Reads names of stores.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static ValueList<string> Stores(string text) => (JsonSerializer.Deserialize<string[]>(text, Options) ?? []).ToValueList();

    /// <summary>Reads progress; null for null.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static StepProgress? ProgressOrNull(string? text) => text is null ? null : JsonSerializer.Deserialize<StepProgress>(text, Options);
}
