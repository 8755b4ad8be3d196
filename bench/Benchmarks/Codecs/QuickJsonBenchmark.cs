using System.Text;
using DocMigrate.Benchmarks.References;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>JSON by Newtonsoft.Json with what it has against allocations, and told the names of all properties beforehand, which only a benchmark knows.</summary>
public class QuickJsonBenchmark : CodecBenchmark
{
    private NewtonsoftCodec _codec = new([]);

    protected override byte[][] Prepare(IReadOnlyList<JObject> documents)
    {
        _codec = new NewtonsoftCodec(documents.SelectMany(static document => document.Descendants().OfType<JProperty>()).Select(static property => property.Name).Distinct());
        return [.. documents.Select(static document => Encoding.UTF8.GetBytes(DocumentWriter.Write(document)))];
    }

    protected override JObject Read(byte[] bytes) => _codec.Parse(bytes);

    protected override byte[] Write(JObject document) => _codec.Write(document);
}
