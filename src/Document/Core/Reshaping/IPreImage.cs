using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>A document as it is before operations that may change the object which they are given. So nothing is copied that nobody asks for again.</summary>
internal interface IPreImage
{
    /// <summary>The document; the caller's own.</summary>
    JObject Read();

    /// <summary>Whether a document is identical, the order of keys included.</summary>
    bool IsSame(JObject document);
}
