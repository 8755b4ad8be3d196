using DocMigrate.Document.MongoDb.Bson;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>BSON by DocMigrate.</summary>
public class OurCodecBenchmark : CodecBenchmark
{
    protected override byte[][] Prepare(IReadOnlyList<JObject> documents) => [.. documents.Select(BsonWriter.Write)];

    protected override JObject Read(byte[] bytes) => BsonReader.Read(bytes);

    protected override byte[] Write(JObject document) => BsonWriter.Write(document);
}
