using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DocMigrate.Document.Building;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.MongoHost;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>
/// Documents of about 250 bytes in MongoDB, on the server of <c>DOCMIGRATE_TEST_MONGODB</c>, a MongoDB of our own, or the stand-in of the tests, whose speed says nothing. Each side works on
/// a copy of the collection, made before time is taken and work counted; both with <c>w: majority</c>.
/// </summary>
internal abstract class MongoScenario : Scenario
{
    protected const string Collection = "people";

    private const string Template = "docmigrate_bench";

    /// <summary>In a scenario's folder: how to connect to the server, and which database is this side's.</summary>
    private const string ServerFile = "server.txt";
    private const string DatabaseFile = "database.txt";
    private const int Batch = 5000;

    private static readonly string[] s_greetings = ["hello", "isMaster", "ismaster", "ping", "serverStatus", "saslStart", "saslContinue", "buildInfo", "buildinfo"];

    private TestServer? _server;
    private string? _name;

    public override string? Server => _name;

    public override async Task PrepareAsync(string folder, int scale)
    {
        _server = TestServer.GivenUri is not null
            ? TestServer.Given()
            : await TestServer.StartAsync(isReplicaSet: true, CancellationToken.None) ?? throw new InvalidOperationException(TestServer.Needs);
        await File.WriteAllTextAsync(Path.Combine(folder, ServerFile), _server.Uri);
        await using var transport = Open(_server.Uri);
        var version = (await transport.RunAsync(Command("""{"buildInfo":1}""", "admin"), CancellationToken.None))["version"]?.AsString;
        _name = _server.IsStandIn ? $"stand-in for MongoDB {version} (tests/MongoServer)" : $"MongoDB {version}";
        await transport.RunAsync(Command("""{"dropDatabase":1}""", Template, CommandKind.Write), CancellationToken.None);
        foreach (var slice in Documents(scale).Chunk(Batch))
        {
            var insert = Command($$"""{"insert":"{{Collection}}"}""", Template, CommandKind.RetryableWrite) with { Sequences = [new DocumentSequence("documents", slice)] };
            await transport.RunAsync(insert, CancellationToken.None);
        }
    }

    public override Task WarmUpOursAsync(string folder, int scale) => CopyAsync(folder, "ours");

    public override Task WarmUpReferenceAsync(string folder, int scale) => CopyAsync(folder, "reference");

    public override async Task RunOursAsync(string folder, int scale)
    {
        var file = Path.Combine(folder, "docmigrate.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            stores = new { catalog = new { provider = "mongodb", connection = await UriAsync(folder), database = await DatabaseAsync(folder) } },
        }));
        var migration = new MigrationBuilder(new MigrationId("bench", "0001_reshape")).Documents("catalog", Collection, Reshape).ToDefinition();
        var phases = new PhaseWatch(Preflight, () => CountWorkAsync(folder).GetAwaiter().GetResult()!);
        await using var migrator = Migrator.Create(
            new ConfigurationReader().Read(file), MigrationCatalog.FromDefinitions([migration]), StoreProviders.Discover(Assembly.GetExecutingAssembly()));
        await migrator.MigrateAsync(MigrationTarget.Latest, options: null, phases, CancellationToken.None);
        ExaminedBy = phases.Finish();
    }

    public override async Task<ServerWork?> CountWorkAsync(string folder)
    {
        await using var transport = Open(await UriAsync(folder));
        var status = await transport.RunAsync(Command("""{"serverStatus":1}""", "admin"), CancellationToken.None);
        var (metrics, network) = (status["metrics"]!.AsDocument!, status["network"]!.AsDocument!);
        var commands = metrics["commands"]!.Decode() as JObject;
        return new ServerWork(
            commands!.Properties().Where(static command => !s_greetings.Contains(command.Name)).Sum(static command => Number((command.Value as JObject)?["total"])),
            network["numRequests"]!.AsInt64!.Value,
            network["bytesIn"]!.AsInt64!.Value + network["bytesOut"]!.AsInt64!.Value,
            metrics["queryExecutor"]?.AsDocument?["scannedObjects"]?.AsInt64);
    }

    public override async Task VerifyAsync(string ours, string reference)
    {
        await using var transport = Open(await UriAsync(ours));
        await using var mine = ReadAsync(transport, await DatabaseAsync(ours)).GetAsyncEnumerator();
        await foreach (var expected in ReadAsync(transport, await DatabaseAsync(reference)))
        {
            if (!await mine.MoveNextAsync() || !DocumentEquality.AnyOrder.Same(mine.Current, expected))
            {
                throw new InvalidOperationException($"The results differ: expected {DocumentWriter.Write(expected)}.");
            }
        }

        if (await mine.MoveNextAsync())
        {
            throw new InvalidOperationException("The results differ: there are more documents than there should be.");
        }
    }

    public override async ValueTask EndAsync()
    {
        if (_server is null)
        {
            return;
        }

        await using (var transport = Open(_server.Uri))
        {
            foreach (var database in (string[])[Template, Own("ours"), Own("reference")])
            {
                await transport.RunAsync(Command("""{"dropDatabase":1}""", database, CommandKind.Write), CancellationToken.None);
            }
        }

        await _server.DisposeAsync();
    }

    /// <summary>What our migration does.</summary>
    protected abstract void Reshape(DocumentsBuilder people);

    protected static MongoTransport Open(string uri) => MongoTransport.Open(ConnectionString.Parse(uri));

    protected static MongoCommand Command(string json, string database, CommandKind kind = CommandKind.Other) =>
        new() { Database = database, Body = DocumentReader.Read(json), Kind = kind };

    protected static Task<string> UriAsync(string folder) => File.ReadAllTextAsync(Path.Combine(folder, ServerFile));

    protected static Task<string> DatabaseAsync(string folder) => File.ReadAllTextAsync(Path.Combine(folder, DatabaseFile));

    private static string Own(string side) => $"{Template}_{side}";

    private static double Number(JToken? value) => value is JValue { Value: IConvertible number } ? number.ToDouble(CultureInfo.InvariantCulture) : 0;

    private static async Task CopyAsync(string folder, string side)
    {
        await using var transport = Open(await UriAsync(folder));
        await transport.RunAsync(Command("""{"dropDatabase":1}""", Own(side), CommandKind.Write), CancellationToken.None);
        await transport.RunAsync(
            Command($$$"""{"aggregate":"{{{Collection}}}","pipeline":[{"$out":{"db":"{{{Own(side)}}}","coll":"{{{Collection}}}"}}],"cursor":{}}""", Template, CommandKind.Write), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, DatabaseFile), Own(side));
    }

    private static async IAsyncEnumerable<JObject> ReadAsync(MongoTransport transport, string database)
    {
        await using var session = await transport.StartSessionAsync(CancellationToken.None);
        for (var command = Command($$$"""{"find":"{{{Collection}}}","sort":{"_id":1}}""", database, CommandKind.Read) with { Session = session }; ;)
        {
            var cursor = (await transport.RunAsync(command, CancellationToken.None))["cursor"]!.AsDocument!;
            foreach (var document in (cursor["firstBatch"] ?? cursor["nextBatch"])!.AsArray!)
            {
                yield return document.AsDocument!.Decode();
            }

            if (cursor["id"]!.AsInt64 is not (long and not 0 and var id))
            {
                yield break;
            }

            command = Command(string.Create(CultureInfo.InvariantCulture, $$$"""{"getMore":{"$numberLong":"{{{id}}}"},"collection":"{{{Collection}}}"}"""), database) with { Session = session };
        }
    }

    /// <summary>One price in ten ends in a zero, so that its text must be kept aside.</summary>
    private static IEnumerable<RawDocument> Documents(int scale)
    {
        var random = new Random(20261122);
        for (var i = 0; i < scale; i++)
        {
            yield return BsonWriter.ToRaw(DocumentReader.Read(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"_id":"{{i:x24}}","name":"Person Number {{i}}","email":"person{{i}}@example.com","street":"{{random.Next(1, 400)}} Main Street","city":"Springfield","zip":"{{random.Next(10000, 99999)}}","price":"{{random.Next(1, 2000)}}.{{random.Next(0, 100):00}}","tags":["a","b","c"],"active":true,"note":"lorem ipsum dolor sit amet consectetur"}""")));
        }
    }
}
