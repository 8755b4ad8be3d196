using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Transport;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

/// <summary>What is sent a second time, and what is not; and how a new primary is found.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task A_read_is_sent_once_more_after_a_lost_connection()
    {
        await using var server = new LoopbackServer();
        server.Answer = _ => server.Requests.Count == 1 ? Reply.Close : Reply.Ok();
        await using var transport = Commands.Open(server.Uri);

        await transport.RunAsync("""{"find":"orders"}""", CommandKind.Read);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_read_that_fails_twice_fails()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Close };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"find":"orders"}""", CommandKind.Read));

        Assert.Equal("DM6213", error.Code.Value);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_twice_if_the_connection_string_says_so()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = static _ => Reply.Close;
        await using var transport = Commands.Open(uri + "&retryReads=false&retryWrites=false");

        await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"find":"orders"}""", CommandKind.Read));
        await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite));

        Assert.Equal(["find", "insert"], server.Requests.Select(static request => request.Name));
        Assert.All(server.Requests, static request => Assert.False(request.Body.ContainsKey("txnNumber")));
    }

    [Fact]
    public async Task A_write_is_sent_once_more_under_the_same_number()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = _ => server.Requests.Count == 1 ? Reply.Close : Reply.Ok();
        await using (var transport = Commands.Open(uri))
        {
            await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite);
            await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite);
        }

        var inserts = server.Requests.Where(static request => request.Name == "insert").ToList();
        Assert.Equal(3, inserts.Count);
        Assert.Equal((string?)Id(inserts[0]), (string?)Id(inserts[1]));
        Assert.Equal((long?)inserts[0].Body["txnNumber"], (long?)inserts[1].Body["txnNumber"]);
        Assert.NotEqual(((string?)Id(inserts[1]), (long?)inserts[1].Body["txnNumber"]), ((string?)Id(inserts[2]), (long?)inserts[2].Body["txnNumber"]));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task The_server_says_if_its_error_lets_a_write_be_sent_again(bool labelled, int requests)
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = _ => server.Requests.Count == 1 ? Reply.Error(91, "ShutdownInProgress", "going down", labelled ? ["RetryableWriteError"] : []) : Reply.Ok();
        await using var transport = Commands.Open(uri);

        var error = await Record.ExceptionAsync(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite));

        Assert.Equal(labelled, error is null);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task The_first_error_counts_if_the_second_try_did_nothing()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = _ => server.Requests.Count == 1
            ? Reply.Error(91, "ShutdownInProgress", "first", "RetryableWriteError")
            : Reply.Error(112, "WriteConflict", "second", "RetryableWriteError", "NoWritesPerformed");
        await using var transport = Commands.Open(uri);

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite));

        Assert.Equal(91, error.ServerCode);
    }

    [Fact]
    public async Task A_standalone_gets_no_numbers_and_no_second_try()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Close };
        await using var transport = Commands.Open(server.Uri);

        await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite));

        Assert.False(Assert.Single(server.Requests).Body.ContainsKey("txnNumber"));
    }

    [Theory]
    [InlineData("RetryableWrite")]
    [InlineData("Read")]
    public async Task Work_goes_on_at_the_new_primary_after_the_old_one_stepped_down(string kind)
    {
        await using var first = new LoopbackServer();
        await using var second = new LoopbackServer();
        var primary = first.Address;
        foreach (var server in (LoopbackServer[])[first, second])
        {
            server.Hello = () => server.Address == primary ? LoopbackServer.PrimaryHello("rs", first.Address, second.Address) : LoopbackServer.SecondaryHello("rs", first.Address, second.Address);
            server.Answer = _ => server.Address == primary ? Reply.Ok() : Reply.Error(10107, "NotWritablePrimary", "not primary", "RetryableWriteError");
        }

        await using var transport = Commands.Open($"mongodb://{first.Address},{second.Address}/?replicaSet=rs&serverSelectionTimeoutMS=30000");
        await transport.RunAsync("""{"ping":1}""");
        primary = second.Address;
        await transport.RunAsync("""{"insert":"orders"}""", Enum.Parse<CommandKind>(kind));

        Assert.Equal(["ping", "insert"], first.Requests.Select(static request => request.Name));
        Assert.Equal("insert", Assert.Single(second.Requests).Name);
        Assert.Equal(TopologyKind.ReplicaSetWithPrimary, transport.Topology.Kind);
    }

    [Fact]
    public async Task The_primary_is_found_from_any_member_and_a_dead_member_holds_up_nobody()
    {
        await using var dead = new LoopbackServer { IsMute = true };
        await using var secondary = new LoopbackServer();
        await using var primary = new LoopbackServer();
        secondary.Hello = () => LoopbackServer.SecondaryHello("rs", dead.Address, secondary.Address, primary.Address);
        primary.Hello = () => LoopbackServer.PrimaryHello("rs", dead.Address, secondary.Address, primary.Address);
        await using var transport = Commands.Open($"mongodb://{dead.Address},{secondary.Address}/?replicaSet=rs&connectTimeoutMS=60000&serverSelectionTimeoutMS=30000");

        await transport.RunAsync("""{"ping":1}""");

        Assert.Single(primary.Requests);
        Assert.Empty(secondary.Requests);
    }

    [Fact]
    public async Task A_direct_connection_to_a_secondary_may_be_read()
    {
        await using var server = new LoopbackServer();
        server.Hello = () => LoopbackServer.SecondaryHello("rs", server.Address);
        await using var transport = Commands.Open(server.Uri + "&directConnection=true");

        await transport.RunAsync("""{"find":"orders"}""", CommandKind.Read);

        Assert.Equal("primaryPreferred", (string?)Assert.Single(server.Requests).Body["$readPreference"]!["mode"]);
    }

    private static LoopbackServer ReplicaSet(out string uri)
    {
        var server = new LoopbackServer();
        server.Hello = () => LoopbackServer.PrimaryHello("rs", server.Address);
        uri = server.Uri + "&replicaSet=rs";
        return server;
    }

    private static Newtonsoft.Json.Linq.JToken Id(Request request) => request.Body["lsid"]!["id"]!["$binary"]!["base64"]!;
}
