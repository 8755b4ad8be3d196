using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>A document's <c>_id</c> as kept values and the quarantine have it. A person sees a text without its quotes.</summary>
/// <param name="Json">The id as JSON text, as jsonb prints it.</param>
internal sealed record DocumentId(string Json)
{
    public override string ToString() => Json.StartsWith('"') ? Values.DocumentReader.ReadValue(Json).Value<string>()! : Json;
}
