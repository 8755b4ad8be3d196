using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMigrate.Document.Passes;

/// <summary>How far a pass is: every document up to <paramref name="At"/> is done. Immutable.</summary>
/// <param name="At">The last document that is done; null before the first.</param>
/// <param name="Upper">The last one that the pass goes to; null when it goes on as long as there are documents.</param>
/// <param name="Snapshot">The <see cref="PassRange.Snapshot"/> that it keeps to; null for none.</param>
public sealed record PassCursor(
    DocumentKey? At, DocumentKey? Upper, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Snapshot = null)
{
    /// <summary>Whether all documents up to the last one are done, and those are looked for that others wrote meanwhile. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Sweeping { get; init; }

    /// <summary>What is left.</summary>
    [JsonIgnore]
    public PassRange Rest => new(At, Upper, Snapshot);

    /// <summary>What is done.</summary>
    [JsonIgnore]
    public PassRange Done => new(null, At, Snapshot) { IsEmpty = At is null };

    /// <summary>What the pass goes over.</summary>
    [JsonIgnore]
    public PassRange Whole => new(null, Upper, Snapshot);

    /// <summary>As it is recorded.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads what was recorded.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static PassCursor Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PassCursor>(text, JsonSerializerOptions.Web) ?? throw new FormatException($"'{text}' is no cursor.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"'{text}' is no cursor.", error);
        }
    }
}
