using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>A document as MongoDB gave it.</summary>
/// <param name="document">The document.</param>
/// <param name="without">A field that is none of the document's own; null, the default, for none.</param>
internal sealed class MongoContent(RawDocument document, string? without = null) : DocumentContent
{
    /// <summary>Its bytes.</summary>
    public RawDocument Raw => document;

    public override long Size => document.Bytes.Length;

    public override string Text
    {
        get
        {
            try
            {
                return DocumentWriter.Write(Read());
            }
            catch (DataException)
            {
                // What has no exact form in memory is known by its bytes.
                return Convert.ToHexStringLower(document.Bytes.Span);
            }
        }
    }

    public override JObject Read()
    {
        var read = document.Decode();
        if (without is not null)
        {
            read.Remove(without);
        }

        return read;
    }
}
