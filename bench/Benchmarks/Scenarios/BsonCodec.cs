using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Real documents from bytes into memory and back into bytes: BSON by our codec, the same documents as JSON text by Newtonsoft.Json.</summary>
internal sealed class BsonCodec : Scenario
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings { DateParseHandling = DateParseHandling.None });

    public override string Name => "bson";

    public override string Reference => "Newtonsoft.Json 13: JsonSerializer.Deserialize<JObject>, JObject.ToString(None)";

    /// <summary>How often all documents are read and written.</summary>
    public override int DefaultScale => 20;

    public override async Task PrepareAsync(string folder, int scale)
    {
        var data = DataFolder();
        foreach (var file in Directory.EnumerateFiles(data, "*.json"))
        {
            var name = Path.Combine(folder, Path.GetFileNameWithoutExtension(file));
            var documents = (await File.ReadAllLinesAsync(file)).Where(static line => line.Length > 0).Select(DocumentReader.Read).ToList();
            await File.WriteAllLinesAsync(name + ".json", documents.Select(DocumentWriter.Write));
            await File.WriteAllBytesAsync(name + ".bson", [.. documents.SelectMany(BsonWriter.Write)]);
        }
    }

    public override Task WarmUpOursAsync(string folder, int scale) => Ours(folder, 3);

    public override Task WarmUpReferenceAsync(string folder, int scale) => Theirs(folder, 3);

    public override Task RunOursAsync(string folder, int scale) => Ours(folder, scale);

    public override Task RunReferenceAsync(string folder, int scale) => Theirs(folder, scale);

    /// <summary>Both sides read the same documents, value by value.</summary>
    public override async Task VerifyAsync(string ours, string reference)
    {
        foreach (var file in Directory.EnumerateFiles(ours, "*.bson"))
        {
            var mine = Documents(await File.ReadAllBytesAsync(file)).Select(static slice => BsonReader.Read(slice.Span));
            var other = (await File.ReadAllLinesAsync(Path.ChangeExtension(Path.Combine(reference, Path.GetFileName(file)), ".json"))).Select(DocumentReader.Read);
            foreach (var (left, right) in mine.Zip(other))
            {
                if (!DocumentEquality.Equals(left, right))
                {
                    throw new InvalidOperationException($"A document of {Path.GetFileName(file)} differs.");
                }
            }
        }
    }

    private static async Task Ours(string folder, int times)
    {
        var documents = new List<ReadOnlyMemory<byte>>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.bson"))
        {
            documents.AddRange(Documents(await File.ReadAllBytesAsync(file)));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        long written = 0;
        for (var i = 0; i < times; i++)
        {
            foreach (var document in documents)
            {
                written += BsonWriter.Write(BsonReader.Read(document.Span)).Length;
            }
        }

        Report("ours", before, written);
    }

    private static async Task Theirs(string folder, int times)
    {
        var documents = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            documents.AddRange(await File.ReadAllLinesAsync(file));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        long written = 0;
        for (var i = 0; i < times; i++)
        {
            foreach (var document in documents)
            {
                using var reader = new JsonTextReader(new StringReader(document)) { DateParseHandling = DateParseHandling.None };
                written += Serializer.Deserialize<JObject>(reader)!.ToString(Formatting.None).Length;
            }
        }

        Report("reference", before, written);
    }

    private static void Report(string side, long before, long written) =>
        Console.Error.WriteLine($"{side}: {(GC.GetAllocatedBytesForCurrentThread() - before) / 1048576.0:F1} MB allocated for {written / 1048576.0:F1} MB written");

    private static IEnumerable<ReadOnlyMemory<byte>> Documents(byte[] all)
    {
        for (var at = 0; at < all.Length;)
        {
            var length = BitConverter.ToInt32(all, at);
            yield return all.AsMemory(at, length);
            at += length;
        }
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
