using System.Net;
using System.Net.Sockets;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using MongoDB.Driver;

namespace DocMigrate.Document.MongoDriver.Tests;

/// <summary>What is this transport's own: how the driver's errors, sessions and settings become those of the seam. What every transport must do is in the linked suites.</summary>
public sealed class MongoDriverTransportTests(ReplicaSetTests.Server server) : IClassFixture<ReplicaSetTests.Server>
{
    private readonly string _database = $"docmigrate_{Guid.NewGuid():N}"[..30];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IMongoTransport Transport => server.Transport!;

    [Fact]
    public async Task A_closed_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var transport = Transports.Open($"mongodb://bob:hunter2@127.0.0.1:{port}/?serverSelectionTimeoutMS=500");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6210", error.Code.Value);
        Assert.Contains($"127.0.0.1:{port} is not available (Connection refused", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_speaks_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var transport = Transports.Open($"mongodb://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/?serverSelectionTimeoutMS=1500&connectTimeoutMS=300");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6210", error.Code.Value);
    }

    [Fact]
    public async Task A_replica_set_of_another_name_is_not_found()
    {
        await FailAsync("""{"failCommands":[]}""");
        await using var transport = Transports.Open($"mongodb://{server.Uri["mongodb://".Length..server.Uri.IndexOf('/', "mongodb://".Length)]}/?replicaSet=another&serverSelectionTimeoutMS=500");

        Assert.Equal("DM6210", (await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""))).Code.Value);
    }

    [Fact]
    public async Task An_error_has_the_servers_number_name_text_and_labels()
    {
        await FailAsync("""{"failCommands":["update"],"errorCode":112,"errorLabels":["TransientTransactionError","Another"]}""");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoCommandException>(() => RunAsync(Update, CommandKind.Write));

        Assert.Equal(("DM6220", 112, "WriteConflict", "update"), (error.Code.Value, error.ServerCode, error.ServerCodeName, error.Command));
        Assert.Equal(["Another", "TransientTransactionError"], error.Labels.Order(StringComparer.Ordinal));
        Assert.Equal(112, error.Reply["code"]!.AsInt32);
    }

    [Theory]
    [InlineData(50, "MaxTimeMSExpired")]
    [InlineData(10107, "NotWritablePrimary")]
    [InlineData(91, "ShutdownInProgress")]
    public async Task An_error_that_the_driver_has_a_type_for_keeps_its_number(int code, string name)
    {
        await FailAsync($$"""{"failCommands":["update"],"errorCode":{{code}}}""");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoCommandException>(() => RunAsync(Update, CommandKind.Write));

        Assert.Equal(("DM6220", code, name), (error.Code.Value, error.ServerCode, error.ServerCodeName));
    }

    [Fact]
    public async Task Writes_that_were_not_confirmed_are_an_error_and_say_what_was_done()
    {
        await FailAsync("""{"failCommands":["insert"],"writeConcernError":{"code":64,"errmsg":"waiting for replication timed out"}}""");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoCommandException>(() => RunAsync("""{"insert":"c","documents":[{"_id":1}]}""", CommandKind.Write));

        Assert.Equal(("DM6221", 64, 1), (error.Code.Value, error.ServerCode, error.Reply["n"]!.AsInt32));
    }

    [Fact]
    public async Task Errors_of_single_writes_come_back_if_they_are_asked_for()
    {
        var command = Command("""{"insert":"twice","documents":[{"_id":1},{"_id":1}]}""", CommandKind.Write);

        var reply = await Transport.RunAsync(command with { ReturnsWriteErrors = true }, Cancellation);

        Assert.Equal(11000, reply["writeErrors"]!.AsArray!.Single().AsDocument!["code"]!.AsInt32);
    }

    [Fact]
    public async Task A_lost_connection_is_an_error_for_what_may_not_be_sent_twice()
    {
        await RunAsync("""{"insert":"lost","documents":[{"_id":1,"n":0}]}""", CommandKind.Write);
        await FailAsync("""{"failCommands":["update"],"closeConnectionAfterApplying":true}""");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(
            () => RunAsync("""{"update":"lost","updates":[{"q":{},"u":{"$inc":{"n":1}},"multi":true}]}""", CommandKind.Write));

        Assert.Equal("DM6213", error.Code.Value);
        Assert.Equal(1, (await RunAsync("""{"find":"lost"}""", CommandKind.Read))["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Single().AsDocument!["n"]!.AsInt32);
    }

    [Fact]
    public async Task A_read_is_sent_once_more_and_not_oftener()
    {
        await FailAsync("""{"failCommands":["find"],"closeConnection":true}""");
        await RunAsync("""{"find":"c"}""", CommandKind.Read);

        await FailAsync("""{"failCommands":["find"],"errorCode":10107}""", times: 2);
        Assert.Equal(10107, (await Assert.ThrowsAsync<MongoDb.Failures.MongoCommandException>(() => RunAsync("""{"find":"c"}""", CommandKind.Read))).ServerCode);
    }

    [Fact]
    public async Task The_clients_settings_say_whether_anything_is_sent_twice()
    {
        await FailAsync("""{"failCommands":["insert"],"closeConnection":true}""");
        await using var transport = Transports.Open(server.Uri + "&retryWrites=false");

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(
            () => transport.RunAsync(Command("""{"insert":"c","documents":[{"_id":7}]}""", CommandKind.RetryableWrite), Cancellation));

        Assert.Equal("DM6213", error.Code.Value);
    }

    [Fact]
    public async Task A_cancelled_command_is_cancelled_and_the_next_one_works()
    {
        await FailAsync("""{"failCommands":["find"],"blockConnection":true,"blockTimeMS":5000}""");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancel.CancelAfter(300);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transport.RunAsync(Command("""{"find":"c"}""", CommandKind.Read), cancel.Token));
        await RunAsync("""{"find":"c"}""", CommandKind.Read);
    }

    [Fact]
    public async Task A_command_larger_than_a_document_is_an_error_and_the_next_one_works()
    {
        Skip();
        var large = new DocumentSequence("documents", [.. Enumerable.Range(0, 3).Select(static number => BsonWriter.ToRaw(DocumentReader.Read($$"""{"_id":{{number}},"text":"{{new string('x', 8_000_000)}}"}""")))]);

        var error = await Assert.ThrowsAsync<DataException>(() => Transport.RunAsync(Command("""{"insert":"c"}""", CommandKind.Write) with { Sequences = [large] }, Cancellation));
        var capabilities = await Transport.GetCapabilitiesAsync(Cancellation);

        Assert.Equal("DM6217", error.Code.Value);
        Assert.Equal(capabilities.MaxDocumentBytes, capabilities.MaxMessageBytes);
    }

    [Fact]
    public async Task An_error_in_a_transaction_says_that_all_of_it_may_be_tried_again()
    {
        await RunAsync("""{"insert":"c","documents":[{"_id":2}]}""", CommandKind.Write);
        await FailAsync("""{"failCommands":["update"],"closeConnection":true}""");
        await using var session = await Transport.StartSessionAsync(Cancellation);
        session.StartTransaction();

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(() => Transport.RunAsync(Command(Update, CommandKind.RetryableWrite, session), Cancellation));

        Assert.True(error.HasLabel(ErrorLabel.TransientTransaction));
    }

    [Fact]
    public async Task A_commit_of_which_nothing_is_heard_is_unknown_and_may_be_asked_again()
    {
        await RunAsync("""{"insert":"unknown","documents":[{"_id":1,"n":0}]}""", CommandKind.Write);
        await using var session = await Transport.StartSessionAsync(Cancellation);
        session.StartTransaction();
        await Transport.RunAsync(Command("""{"update":"unknown","updates":[{"q":{"_id":1},"u":{"$inc":{"n":1}}}]}""", CommandKind.RetryableWrite, session), Cancellation);
        await FailAsync("""{"failCommands":["commitTransaction"],"closeConnectionAfterApplying":true}""", times: 2);

        var error = await Assert.ThrowsAsync<MongoDb.Failures.MongoConnectionException>(() => session.CommitTransactionAsync(Cancellation));
        Assert.True(error.HasLabel(ErrorLabel.UnknownCommitResult));
        Assert.False(error.HasLabel(ErrorLabel.TransientTransaction));

        await session.CommitTransactionAsync(Cancellation);
        Assert.Equal(1, (await RunAsync("""{"find":"unknown"}""", CommandKind.Read))["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Single().AsDocument!["n"]!.AsInt32);
    }

    [Fact]
    public async Task A_session_is_that_of_the_server_and_of_this_transport()
    {
        Skip();
        await using var session = await Transport.StartSessionAsync(Cancellation);
        await using var other = Commands.Open(server.Uri);

        Assert.Equal("04", (string?)session.Id["id"]!["$binary"]!["subType"]);
        Assert.Throws<InvalidOperationException>(() => session.AbortTransactionAsync(Cancellation).GetAwaiter().GetResult());
        await Assert.ThrowsAsync<ArgumentException>(() => other.RunAsync(Command(Update, session: session), Cancellation));
    }

    [Fact]
    public async Task The_client_stays_open_when_the_transport_is_disposed()
    {
        Skip();
        using var client = new MongoClient(server.Uri);
        var transport = new MongoDriverTransport(client);
        await transport.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.RunAsync("""{"ping":1}"""));
        await new MongoDriverTransport(client).RunAsync("""{"ping":1}""");
    }

    [Fact]
    public void Writes_that_are_not_acknowledged_are_refused()
    {
        using var client = new MongoClient("mongodb://127.0.0.1/?w=0");

        Assert.Equal("DM6205", Assert.Throws<ConfigurationException>(() => new MongoDriverTransport(client)).Code.Value);
    }

    private const string Update = """{"update":"c","updates":[{"q":{"_id":1},"u":{"$inc":{"n":1}}}]}""";

    private Task<RawDocument> RunAsync(string json, CommandKind kind) => Transport.RunAsync(Command(json, kind), Cancellation);

    private MongoCommand Command(string json, CommandKind kind = CommandKind.Other, IMongoSession? session = null) => Commands.Of(json, kind, session, _database);

    private void Skip() => Assert.SkipWhen(server.Lacks is not null, server.Lacks ?? "");

    private async Task FailAsync(string data, int times = 1)
    {
        Skip();
        Assert.SkipUnless(server.IsStandIn, "Needs the fail points of the stand-in in tests/MongoServer.");
        await Transport.RunAsync(Commands.Of($$$"""{"configureFailPoint":"failCommand","data":{{{data}}},"mode":{"times":{{{times}}}}}""", database: "admin"), Cancellation);
    }
}
