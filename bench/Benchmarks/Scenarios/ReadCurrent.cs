using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Upgrading;
using DocMigrate.Document.Values;
using DocMigrate.History;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Reading documents that are current: the same texts read by our reader, with a look by the upgrader at each and without.</summary>
internal sealed class ReadCurrent : Scenario
{
    private const string Collection = "customers";
    private readonly List<string> _texts = [];
    private DocumentUpgrader? _upgrader;

    public override string Name => "upgrader";

    public override string Reference => "DocumentReader.Read alone, on the same texts";

    /// <summary>How many documents are read; a tenth as many different ones.</summary>
    public override int DefaultScale => 400_000;

    public override Task PrepareAsync(string folder, int scale)
    {
        var stamp = Upgrader().Stamp;
        return File.WriteAllLinesAsync(Path.Combine(folder, "documents.ndjson"), Enumerable.Range(0, Math.Max(1, scale / 10)).Select(number =>
            $$$"""{"_id":{{{number}}},"fullName":"Customer {{{number}}}","age":{{{number % 90}}},"_v":"{{{stamp}}}","address":{"street":"Main Street {{{number}}}","city":"Berlin"},"tags":["a","b","c"]}"""));
    }

    public override async Task WarmUpOursAsync(string folder, int scale)
    {
        await LoadAsync(folder);
        _upgrader = Upgrader();
        Read(_texts.Count, _upgrader);
    }

    public override async Task WarmUpReferenceAsync(string folder, int scale)
    {
        await LoadAsync(folder);
        Read(_texts.Count, null);
    }

    public override Task RunOursAsync(string folder, int scale) => ReportAsync(folder, Read(scale, _upgrader));

    public override Task RunReferenceAsync(string folder, int scale) => ReportAsync(folder, Read(scale, null));

    /// <summary>Both sides have the same documents in the end.</summary>
    public override async Task VerifyAsync(string ours, string reference)
    {
        if (await File.ReadAllTextAsync(Path.Combine(ours, "sum")) != await File.ReadAllTextAsync(Path.Combine(reference, "sum")))
        {
            throw new InvalidOperationException("The documents differ.");
        }
    }

    private static DocumentUpgrader Upgrader()
    {
        MigrationOperation[] operations =
        [
            new CreateCollectionOperation { Collection = Collection, Shape = FieldShape.Object(static s => s.Field("name", FieldShape.String).Field("age", FieldShape.String)) },
            new VersionCollectionOperation { Collection = Collection, Field = "_v" },
            new RenameFieldOperation { Collection = Collection, From = "name", To = "fullName" },
            new ConvertFieldOperation { Collection = Collection, Path = "age", To = FieldType.Int32, From = FieldType.String },
        ];
        return DocumentUpgrader.Create(new StoreOperations([.. operations], [.. operations]), Collection);
    }

    private async Task LoadAsync(string folder) => _texts.AddRange(await File.ReadAllLinesAsync(Path.Combine(folder, "documents.ndjson")));

    private long Read(int count, DocumentUpgrader? upgrader)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            var document = DocumentReader.Read(_texts[i % _texts.Count]);
            sum += Age(upgrader is null ? document : upgrader.Upgrade(document).Document);
        }

        return sum;
    }

    private static int Age(JObject document) => (int)((JValue)document["age"]!).Value!;

    private static Task ReportAsync(string folder, long sum) =>
        File.WriteAllTextAsync(Path.Combine(folder, "sum"), sum.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
