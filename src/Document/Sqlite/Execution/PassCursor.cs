using System.Text.Json;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>How far a pass is: every document up to <paramref name="At"/> is done.</summary>
/// <param name="At">The greatest <c>seq</c> that is done.</param>
/// <param name="Upper">The greatest <c>seq</c> that the pass goes to; null when it goes on as long as there are documents.</param>
internal sealed record PassCursor(long At, long? Upper)
{
    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static PassCursor Parse(string text) =>
        JsonSerializer.Deserialize<PassCursor>(text, JsonSerializerOptions.Web) ?? throw new FormatException($"'{text}' is no cursor.");
}
