using System.Diagnostics;
using DocMigrate.Document.Building;
using DocMigrate.MongoHost;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>A C# function over every document in MongoDB, against the migration that one writes for migrate-mongo, in Node.js with the official driver.</summary>
internal sealed class ClientMongo : MongoScenario
{
    private Process? _node;

    public override string Name => "client-mongodb";

    public override string Reference => "Node.js driver: a cursor, one updateOne for each document (References/client-mongodb.cjs)";

    public override int DefaultScale => 50_000;

    public override async Task WarmUpReferenceAsync(string folder, int scale)
    {
        await base.WarmUpReferenceAsync(folder, scale);
        var script = Path.Combine(AppContext.BaseDirectory, "References", Name + ".cjs");
        _node = Process.Start(new ProcessStartInfo(
            Programs.Find("node") ?? throw new InvalidOperationException(TestServer.Needs),
            [script, TestServer.StandInFolder(), await UriAsync(folder), await DatabaseAsync(folder)])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await ExpectAsync("ready");
    }

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        await _node!.StandardInput.WriteLineAsync("go");
        await ExpectAsync("done");
    }

    protected override void Reshape(DocumentsBuilder people) => people.Transform("mail_parts", static person => MailParts.Divide(person), static person => MailParts.Unite(person));

    private async Task ExpectAsync(string word)
    {
        if (await _node!.StandardOutput.ReadLineAsync() != word)
        {
            throw new InvalidOperationException("The reference did not run: 'npm ci' in tests/MongoServer brings the driver that it needs.");
        }
    }
}
