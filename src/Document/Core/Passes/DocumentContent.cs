using System.Text;
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

    /// <summary>
    /// A hash that is another one when anything of the document as it is stored is; by it a pass knows the document that preflight looked at. Means something in this process
    /// only. Default: that of <see cref="Text"/>. Made anew at each call.
    /// </summary>
    public virtual UInt128 Fingerprint => FingerprintOf(Encoding.UTF8.GetBytes(Text));

    /// <summary>The document. Made anew at each call.</summary>
    /// <exception cref="Errors.DataException">It can't be held exactly.</exception>
    public abstract JObject Read();

    /// <summary>Whether a document is identical to this one, the order of keys included. Null, the default: that can't be said without reading it.</summary>
    public virtual bool? IsSame(JObject document) => null;

    /// <summary>How this document is to change to become another: what <see cref="DocumentChange.Between"/> says. Null, the default: that can't be said without reading it.</summary>
    /// <param name="after">The document as it is to be.</param>
    /// <param name="keepsOrder">Whether the order of top-level fields is part of it.</param>
    public virtual DocumentChange? ChangeTo(JObject after, bool keepsOrder) => null;

    /// <summary>The <see cref="Fingerprint"/> of bytes: a hash by a key that each process draws anew, so that nobody can make two documents that have the same one.</summary>
    public static UInt128 FingerprintOf(ReadOnlySpan<byte> bytes) => KeyedHash.Of(bytes);
}
