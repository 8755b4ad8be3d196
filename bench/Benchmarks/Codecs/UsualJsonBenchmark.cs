using System.Text;
using DocMigrate.Benchmarks.References;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>JSON by Newtonsoft.Json as everybody writes it.</summary>
public class UsualJsonBenchmark : CodecBenchmark
{
    private readonly NewtonsoftCodec _codec = new([]);

    protected override byte[][] Prepare(IReadOnlyList<JObject> documents) => [.. documents.Select(static document => Encoding.UTF8.GetBytes(DocumentWriter.Write(document)))];

    protected override JObject Read(byte[] bytes) => _codec.UsualParse(bytes);

    protected override byte[] Write(JObject document) => NewtonsoftCodec.UsualWrite(document);
}
