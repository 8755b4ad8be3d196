using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A document of a collection in SQLite, known by the bytes that are stored.</summary>
/// <param name="text">The document as JSON text.</param>
/// <param name="fingerprint">The fingerprint of what is stored.</param>
internal sealed class SqliteContent(string text, UInt128 fingerprint) : DocumentContent
{
    public override long Size => text.Length;

    public override string Text => text;

    public override UInt128 Fingerprint => fingerprint;

    public override JObject Read() => DocumentReader.Read(text);
}
