using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocMigrate.Document.Passes;

namespace DocMigrate.Document.Sqlite;

/// <summary>What is in a key column: an integer, a real, a text or bytes. Immutable.</summary>
/// <param name="Value">The value as SQLite gives it: <c>long</c>, <c>double</c>, <c>string</c> or <c>byte[]</c>.</param>
internal sealed record RowKey(object Value)
{
    /// <summary>The property of an object that stands for bytes, which JSON lacks.</summary>
    public const string Bytes = "hex";

    /// <summary>As cursors have it.</summary>
    public DocumentKey Key => new(Value is long number ? number.ToString(CultureInfo.InvariantCulture) : Json.ToJsonString());

    /// <summary>As JSON: a number, a text, or an object with bytes as hexadecimal digits. Made anew at each call.</summary>
    public JsonNode Json => Value switch
    {
        byte[] bytes => new JsonObject { [Bytes] = Convert.ToHexString(bytes) },
        string text => JsonValue.Create(text),
        double real => JsonNode.Parse(real.ToString("0.0################E+0", CultureInfo.InvariantCulture))!,
        _ => JsonValue.Create((long)Value),
    };

    /// <summary>What a border of a range is; null for none.</summary>
    public static object? ValueOf(DocumentKey? key) => key is { } known ? Of(known).Value : null;

    /// <summary>Reads what a cursor has.</summary>
    public static RowKey Of(DocumentKey key)
    {
        // Most keys are numbers.
        if (long.TryParse(key.Json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new RowKey(whole);
        }

        using var json = JsonDocument.Parse(key.Json);
        var root = json.RootElement;
        return new RowKey(root.ValueKind switch
        {
            JsonValueKind.Object => Convert.FromHexString(root.GetProperty(Bytes).GetString()!),
            JsonValueKind.String => root.GetString()!,
            _ => root.TryGetInt64(out var number) ? number : root.GetDouble(),
        });
    }

    /// <summary>For people.</summary>
    public override string ToString() => Value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(Value, CultureInfo.InvariantCulture)!;
}
