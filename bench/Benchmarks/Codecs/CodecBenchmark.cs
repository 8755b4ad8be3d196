using BenchmarkDotNet.Attributes;
using DocMigrate.Document.MongoDb.Bson;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>Reads and writes each document of a file. BenchmarkDotNet wants the class open, and finds files and documents by static members.</summary>
public abstract class CodecBenchmark
{
    private byte[][] _bytes = [];
    private JObject[] _documents = [];

    /// <summary>Where the files are.</summary>
    public static string Folder { get; set; } = "";

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.bson").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    [ParamsSource(nameof(Files))]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        _documents = [.. DocumentFiles.Bson(Path.Combine(Folder, File + ".bson")).Select(static document => BsonReader.Read(document))];
        _bytes = Prepare(_documents);
    }

    [Benchmark]
    public int Decode()
    {
        var count = 0;
        foreach (var bytes in _bytes)
        {
            count += Read(bytes).Count;
        }

        return count;
    }

    [Benchmark]
    public int Encode()
    {
        var length = 0;
        foreach (var document in _documents)
        {
            length += Write(document).Length;
        }

        return length;
    }

    /// <summary>Each document there and back at once, as a pass does it.</summary>
    [Benchmark]
    public int Both()
    {
        var length = 0;
        foreach (var bytes in _bytes)
        {
            length += Write(Read(bytes)).Length;
        }

        return length;
    }

    protected abstract byte[][] Prepare(IReadOnlyList<JObject> documents);

    protected abstract JObject Read(byte[] bytes);

    protected abstract byte[] Write(JObject document);
}
