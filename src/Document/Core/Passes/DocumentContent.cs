using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>A document as its store gave it, not yet decoded. Immutable; thread-safe.</summary>
public abstract class DocumentContent
{
    /// <summary>About how much memory it takes: characters, or bytes where it is no text.</summary>
    public abstract long Size { get; }

    /// <summary>
    /// The document as JSON text, with Extended JSON wrappers for what JSON lacks; of one that can't be held exactly, some text that is another one when the document is. May be
    /// made anew at each call.
    /// </summary>
    public abstract string Text { get; }

    /// <summary>The document. Made anew at each call.</summary>
    /// <exception cref="Errors.DataException">It can't be held exactly.</exception>
    public abstract JObject Read();
}
