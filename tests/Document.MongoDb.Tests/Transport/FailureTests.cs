using System.Net;
using System.Net.Sockets;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

/// <summary>What can go wrong with a server: each a typed error with a remedy, in bounded time.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_closed_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var transport = Commands.Open($"mongodb://bob:hunter2@127.0.0.1:{port}/?serverSelectionTimeoutMS=300");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6210", error.Code.Value);
        Assert.Contains($"127.0.0.1:{port} is not available", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_speaks_is_given_up()
    {
        await using var server = new LoopbackServer { IsMute = true };
        await using var transport = Commands.Open($"mongodb://{server.Address}/?serverSelectionTimeoutMS=3000&connectTimeoutMS=200");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6210", error.Code.Value);
        Assert.Contains("did not open a connection in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_reply_ends_with_the_timeout_of_the_socket()
    {
        await using var server = new LoopbackServer { Answer = static _ => null };
        await using var transport = Commands.Open(server.Uri + "&socketTimeoutMS=200");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal(("DM6214", true), (error.Code.Value, error.IsTimeout));
    }

    [Fact]
    public async Task A_slow_reply_ends_with_the_timeout_of_the_command()
    {
        await using var server = new LoopbackServer { Answer = static _ => null };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(
            () => transport.RunAsync(Commands.Of("""{"ping":1}""") with { Timeout = TimeSpan.FromMilliseconds(200) }, TestContext.Current.CancellationToken));

        Assert.Equal("DM6214", error.Code.Value);
        Assert.Contains("not known if it was done", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_command_is_cancelled_and_the_next_one_works()
    {
        await using var server = new LoopbackServer();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        server.Answer = _ =>
        {
            cancel.Cancel();
            return null;
        };
        await using var transport = Commands.Open(server.Uri);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.RunAsync(Commands.Of("""{"ping":1}"""), cancel.Token));
        server.Answer = static _ => Reply.Ok();
        await transport.RunAsync("""{"ping":1}""");

        Assert.Equal(2, server.Requests.Select(static request => request.Connection).Distinct().Count());
    }

    [Fact]
    public async Task A_lost_connection_is_an_error_for_what_may_not_be_sent_twice()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Close };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"update":"orders"}""", CommandKind.Write));

        Assert.Equal("DM6213", error.Code.Value);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1000)]
    public async Task A_server_of_another_time_is_refused(int version)
    {
        await using var server = new LoopbackServer();
        server.Hello = () =>
        {
            var hello = LoopbackServer.PrimaryHello("rs", server.Address);
            hello["maxWireVersion"] = new Newtonsoft.Json.Linq.JValue((object)version);
            hello["minWireVersion"] = new Newtonsoft.Json.Linq.JValue((object)(version == 6 ? 0 : 999));
            return hello;
        };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6216", error.Code.Value);
    }

    [Fact]
    public async Task A_replica_set_of_another_name_is_said_so()
    {
        await using var server = new LoopbackServer();
        server.Hello = () => LoopbackServer.PrimaryHello("rs1", server.Address);
        await using var transport = Commands.Open($"mongodb://{server.Address}/?serverSelectionTimeoutMS=300&replicaSet=rs0");

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));

        Assert.Equal("DM6210", error.Code.Value);
        Assert.Contains("'rs0'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mongodb+srv://bob:hunter2@cluster0.example.com/", "DM6204")]
    [InlineData("mongodb://bob:hunter2@host/?authMechanism=PLAIN", "DM6205")]
    [InlineData("mongodb://bob:hunter2@host/?proxyHost=proxy", "DM6205")]
    [InlineData("mongodb://bob:hunter2@host/?loadBalanced=true", "DM6205")]
    [InlineData("mongodb://bob:hunter2@host/?w=0", "DM6205")]
    [InlineData("mongodb://bob:hunter2@host/?tlsCAFile=does-not-exist.pem", "DM6206")]
    public void What_is_not_supported_is_refused_before_anything_is_opened(string uri, string code)
    {
        var error = Assert.Throws<ConfigurationException>(() => MongoTransport.Open(ConnectionString.Parse(uri)));

        Assert.Equal(code, error.Code.Value);
        Assert.DoesNotContain("hunter2", error.ToString() + error.Remedy, StringComparison.Ordinal);
    }
}
