using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Bson;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>What the transport must do with every server, whatever it is. Each test has a database of its own.</summary>
public abstract class ServerSuite(ServerFixture fixture) : IAsyncLifetime
{
    private readonly string _database = $"docmigrate_{Guid.NewGuid():N}"[..30];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IMongoTransport Transport => fixture.Transport!;

    protected ServerFixture Fixture => fixture;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(fixture.Lacks is not null, fixture.Lacks ?? "");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (fixture.Transport is not null)
        {
            await Transport.RunAsync(Commands.Of("""{"dropDatabase":1}""", CommandKind.Write, database: _database), CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Documents_of_every_type_come_back_identical()
    {
        var document = Samples.All();
        document.AddFirst(new JProperty("_id", new JValue((object)1)));

        await InsertAsync("types", [BsonWriter.ToRaw(document)]);
        var found = Assert.Single(await FindAsync("types"));

        Assert.True(DocumentEquality.Equals(document, found.Decode()));
        Assert.Equal(BsonWriter.Write(document), found.Bytes.ToArray());
    }

    [Fact]
    public async Task Ten_thousand_documents_go_in_one_message_and_come_back_in_batches()
    {
        await InsertAsync("many", Enumerable.Range(0, 10_000).Select(static number => Raw($$"""{"_id":{{number}},"text":"number {{number}}"}""")));

        var found = await FindAsync("many");

        Assert.Equal(Enumerable.Range(0, 10_000), found.Select(static document => document["_id"]!.AsInt32!.Value));
    }

    [Fact]
    public async Task A_second_document_of_one_id_is_an_error_with_its_code()
    {
        await InsertAsync("twice", [Raw("""{"_id":1}""")]);

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => InsertAsync("twice", [Raw("""{"_id":1}""")]));

        Assert.Equal(("DM6221", 11000), (error.Code.Value, error.ServerCode));
    }

    [Fact]
    public async Task An_unknown_command_is_an_error_with_its_name()
    {
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => RunAsync("""{"noSuchCommand":1}"""));

        Assert.Equal(("DM6220", 59, "CommandNotFound", "noSuchCommand"), (error.Code.Value, error.ServerCode, error.ServerCodeName, error.Command));
    }

    [Fact]
    public async Task A_pipeline_updates_on_the_server()
    {
        await InsertAsync("people", [Raw("""{"_id":1,"name":"Ann Lee"}"""), Raw("""{"_id":2,"name":"Bo Ek"}""")]);

        var reply = await RunAsync("""{"update":"people","updates":[{"q":{},"u":[{"$set":{"full":"$name"}},{"$unset":"name"}],"multi":true}]}""", CommandKind.Write);

        Assert.Equal(2, reply["nModified"]!.AsInt32);
        Assert.Equal(["Ann Lee", "Bo Ek"], (await FindAsync("people")).Select(static person => person["full"]!.AsString));
    }

    [Fact]
    public async Task Commands_at_the_same_time_do_not_mix()
    {
        await InsertAsync("mixed", Enumerable.Range(0, 50).Select(static number => Raw($$"""{"_id":{{number}} }""")));

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
            (await RunAsync($$$"""{"find":"mixed","filter":{"_id":{{{number}}} }}""", CommandKind.Read))["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Single().AsDocument!["_id"]!.AsInt32));

        Assert.Equal(Enumerable.Range(0, 50).Select(static number => (int?)number), found);
    }

    [Fact]
    public async Task A_slow_server_is_given_up_and_works_afterwards()
    {
        await FailAsync("""{"failCommands":["find"],"blockConnection":true,"blockTimeMS":5000}""");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(
            () => Transport.RunAsync(Command("""{"find":"slow"}""") with { Timeout = TimeSpan.FromMilliseconds(300) }, Cancellation));
        await FindAsync("slow");

        Assert.Equal("DM6214", error.Code.Value);
    }

    protected Task<RawDocument> RunAsync(string json, CommandKind kind = CommandKind.Other) => Transport.RunAsync(Command(json, kind), Cancellation);

    protected async Task<List<RawDocument>> FindAsync(string collection)
    {
        var cursor = (await RunAsync($$$"""{"find":"{{{collection}}}","sort":{"_id":1}}""", CommandKind.Read))["cursor"]!.AsDocument!;
        var found = cursor["firstBatch"]!.AsArray!.Select(static item => item.AsDocument!).ToList();
        while (cursor["id"]!.AsInt64 is var id and not 0)
        {
            var more = new MongoCommand
            {
                Database = _database,
                Body = new JObject(new JProperty("getMore", new JValue((long)id!)), new JProperty("collection", collection), new JProperty("batchSize", new JValue((object)3000))),
            };
            cursor = (await Transport.RunAsync(more, Cancellation))["cursor"]!.AsDocument!;
            found.AddRange(cursor["nextBatch"]!.AsArray!.Select(static item => item.AsDocument!));
        }

        return found;
    }

    private protected Task<RawDocument> InsertAsync(string collection, IEnumerable<RawDocument> documents, IMongoSession? session = null) => Transport.RunAsync(
        Command($$"""{"insert":"{{collection}}"}""", CommandKind.RetryableWrite, session) with { Sequences = [new("documents", [.. documents])] }, Cancellation);

    private protected static RawDocument Raw(string json) => BsonWriter.ToRaw(DocumentReader.Read(json));

    private protected MongoCommand Command(string json, CommandKind kind = CommandKind.Other, IMongoSession? session = null) => Commands.Of(json, kind, session, _database);

    private protected async Task FailAsync(string data)
    {
        Assert.SkipUnless(fixture.IsStandIn, "Needs the fail points of the stand-in in tests/MongoServer.");
        await Transport.RunAsync(Commands.Of($$$"""{"configureFailPoint":"failCommand","data":{{{data}}},"mode":{"times":1}}""", database: "admin"), Cancellation);
    }
}
