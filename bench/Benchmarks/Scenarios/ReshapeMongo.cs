using DocMigrate.Document.Building;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Operations;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Rename, nest and convert in one migration.</summary>
internal sealed class ReshapeMongo : MongoScenario
{
    public override string Name => "reshape-mongodb";

    public override string Reference => "one updateMany with a hand-written pipeline (References/reshape-mongodb.json)";

    public override int DefaultScale => 100_000;

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        await using var transport = Open(await UriAsync(folder));
        var pipeline = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "References", Name + ".json"));
        await transport.RunAsync(
            Command($$"""{"update":"{{Collection}}","updates":[{"q":{},"u":{{pipeline}},"multi":true}]}""", await DatabaseAsync(folder), CommandKind.Write), CancellationToken.None);
    }

    protected override void Reshape(DocumentsBuilder people) =>
        people.Rename("name", "fullName").Nest(["street", "city", "zip"], into: "address").Convert("price", FieldType.Double, from: FieldType.String);
}
