using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Tests.Harness;

/// <summary>Documents as text and as BSON.</summary>
internal static class RawText
{
    /// <summary>The BSON of a text; null for one that BSON has no form for, or that has a key twice: the stand-in gives back such a document, and changes none.</summary>
    public static RawDocument? TryWrite(string text)
    {
        try
        {
            return BsonWriter.ToRaw(DocumentReader.Read(text));
        }
        catch (DataException)
        {
            return null;
        }
    }

    /// <summary>The text of BSON in the store form.</summary>
    public static string Read(RawDocument document) => DocumentWriter.Write(document.Decode());
}
