using System.Buffers.Binary;
using System.Security.Cryptography;
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
    /// A strong hash that is another one when anything of the document as it is stored is; by it a pass knows the document that preflight looked at. Default: that of
    /// <see cref="Text"/>. Made anew at each call.
    /// </summary>
    public virtual UInt128 Fingerprint => FingerprintOf(Encoding.UTF8.GetBytes(Text));

    /// <summary>The document. Made anew at each call.</summary>
    /// <exception cref="Errors.DataException">It can't be held exactly.</exception>
    public abstract JObject Read();

    /// <summary>The <see cref="Fingerprint"/> of bytes: the first half of their SHA-256.</summary>
    public static UInt128 FingerprintOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
