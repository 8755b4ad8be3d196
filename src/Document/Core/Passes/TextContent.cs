using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document of a store that gives JSON text.</summary>
/// <param name="text">The text.</param>
internal sealed class TextContent(string text) : DocumentContent
{
    public override long Size => text.Length;

    public override string Text => text;

    public override JObject Read() => DocumentReader.Read(text);
}
