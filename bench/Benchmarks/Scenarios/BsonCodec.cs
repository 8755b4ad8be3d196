using DocMigrate.Benchmarks.Codecs;
using DocMigrate.Benchmarks.References;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Real documents from bytes into memory and back into bytes, by BenchmarkDotNet: BSON by our codec, the same documents as JSON text by Newtonsoft.Json.</summary>
internal sealed class BsonCodec : Scenario
{
    private const string Tuned = "both, Newtonsoft.Json tuned: an array pool, and all names of properties known beforehand";

    public override string Name => "bson";

    public override string Reference => "Newtonsoft.Json 13, UTF-8: JsonSerializer.Deserialize<JObject> and ToString";

    /// <summary>How many documents the files have: the rate is documents per second, read and written.</summary>
    public override int DefaultScale => 4903;

    public override async Task PrepareAsync(string folder, int scale)
    {
        foreach (var file in Directory.EnumerateFiles(DataFolder(), "*.json"))
        {
            var documents = (await File.ReadAllLinesAsync(file)).Where(static line => line.Length > 0).Select(DocumentReader.Read);
            await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".bson"), [.. documents.SelectMany(BsonWriter.Write)]);
        }
    }

    public override Task RunOursAsync(string folder, int scale)
    {
        var parts = CodecRun.Of<OurCodecBenchmark>(folder);
        Parts = [.. parts, parts[0] with { Name = Tuned }];
        return Task.CompletedTask;
    }

    public override Task RunReferenceAsync(string folder, int scale)
    {
        Parts = [.. CodecRun.Of<UsualJsonBenchmark>(folder), CodecRun.Of<QuickJsonBenchmark>(folder)[0] with { Name = Tuned }];
        return Task.CompletedTask;
    }

    /// <summary>Both sides bring each document back as it was, value by value.</summary>
    public override Task VerifyAsync(string ours, string reference)
    {
        var codec = new NewtonsoftCodec([]);
        foreach (var bytes in Directory.EnumerateFiles(ours, "*.bson").SelectMany(DocumentFiles.Bson))
        {
            var document = BsonReader.Read(bytes);
            var text = System.Text.Encoding.UTF8.GetBytes(DocumentWriter.Write(document));
            if (!BsonWriter.Write(document).AsSpan().SequenceEqual(bytes)
                || !DocumentEquality.Equals(document, DocumentReader.Read(System.Text.Encoding.UTF8.GetString(codec.Write(codec.Parse(text)))))
                || !DocumentEquality.Equals(document, DocumentReader.Read(System.Text.Encoding.UTF8.GetString(NewtonsoftCodec.UsualWrite(codec.UsualParse(text))))))
            {
                throw new InvalidOperationException($"A document differs: {System.Text.Encoding.UTF8.GetString(text)}");
            }
        }

        return Task.CompletedTask;
    }

    private static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "documents");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        throw new InvalidOperationException("Needs ../shared/data/documents beside the repository.");
    }
}
