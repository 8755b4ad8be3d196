using System.Text;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A document as its bytes are stored: it is read, compared and known by them.</summary>
/// <param name="stored">Binary JSON that is plain by <see cref="JsonbText.IsPlain(ReadOnlySpan{byte})"/>; nobody changes it.</param>
internal sealed class BinaryContent(byte[] stored) : DocumentContent
{
    public override long Size => stored.Length;

    public override string Text => Encoding.UTF8.GetString(JsonbText.Of(stored));

    public override UInt128 Fingerprint => FingerprintOf(stored);

    public override JObject Read() => JsonbReader.TryRead(stored) ?? DocumentReader.Read(Text);

    public override bool? IsSame(JObject document) => JsonbComparison.IsSame(stored, document);

    public override DocumentChange? ChangeTo(JObject after, bool keepsOrder) => keepsOrder ? null : JsonbComparison.ChangeTo(stored, after);
}
