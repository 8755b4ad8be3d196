using System.Buffers.Binary;
using System.Text;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

public sealed class ProtocolTests
{
    public static TheoryData<string, string> BrokenReplies => new()
    {
        { "no length", "DM6215" },
        { "negative length", "DM6215" },
        { "two gigabytes", "DM6215" },
        { "48 megabytes that never come", "DM6213" },
        { "another kind", "DM6215" },
        { "another request", "DM6215" },
        { "a checksum", "DM6215" },
        { "more to come", "DM6215" },
        { "another section", "DM6215" },
        { "a longer document", "DM6215" },
        { "HTTP", "DM6215" },
        { "half a header", "DM6213" },
    };

    [Fact]
    public async Task A_command_is_sent_and_its_reply_comes_back()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Json("""{"n":3,"ok":1.0}""") };
        await using var transport = Commands.Open(server.Uri + "&appname=tests");

        var reply = await transport.RunAsync(
            Commands.Of("""{"insert":"orders","ordered":true}""", CommandKind.Write) with
            {
                Sequences = [new("documents", [BsonWriter.ToRaw(DocumentReader.Read("""{"_id":1}""")), BsonWriter.ToRaw(DocumentReader.Read("""{"_id":2}"""))])],
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(3, reply["n"]!.AsInt32);
        var request = Assert.Single(server.Requests);
        Assert.Equal("""{"insert":"orders","ordered":true,"$db":"shop","writeConcern":{"w":"majority"}}""", DocumentWriter.Write(request.Body));
        Assert.Equal(["""{"_id":1}""", """{"_id":2}"""], request.Sequences["documents"].Select(DocumentWriter.Write));
        var client = server.Handshakes.First(static hello => hello.ContainsKey("client"))["client"]!;
        Assert.Equal(("DocMigrate", "tests"), ((string?)client["driver"]!["name"], (string?)client["application"]!["name"]));
    }

    [Fact]
    public async Task A_reply_may_come_byte_by_byte()
    {
        var document = new JObject(new JProperty("text", new string('x', 500)), new JProperty("ok", 1.0));
        await using var server = new LoopbackServer { Answer = _ => Reply.InPieces(document) };
        await using var transport = Commands.Open(server.Uri);

        var reply = await transport.RunAsync("""{"ping":1}""");

        Assert.Equal(500, reply["text"]!.AsString!.Length);
    }

    [Fact]
    public async Task A_reply_of_many_megabytes_is_read()
    {
        var document = new JObject(new JProperty("text", new string('x', 30_000_000)), new JProperty("ok", 1.0));
        await using var server = new LoopbackServer { Answer = _ => Reply.Of(document) };
        await using var transport = Commands.Open(server.Uri);

        var reply = await transport.RunAsync("""{"ping":1}""");

        Assert.Equal(30_000_000, reply["text"]!.AsString!.Length);
    }

    [Theory]
    [MemberData(nameof(BrokenReplies))]
    public async Task A_broken_reply_is_a_typed_error_and_the_next_command_works(string reply, string code)
    {
        await using var server = new LoopbackServer { Answer = _ => Broken(reply) };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"ping":1}"""));
        server.Answer = static _ => Reply.Ok();
        await transport.RunAsync("""{"ping":1}""");

        Assert.Equal((code, server.Address), (error.Code.Value, error.Address));
    }

    [Fact]
    public async Task A_command_that_is_too_large_is_not_sent()
    {
        await using var server = new LoopbackServer();
        server.Hello = static () => new JObject(
            new JProperty("isWritablePrimary", true), new JProperty("maxWireVersion", 21), new JProperty("maxMessageSizeBytes", 1000), new JProperty("ok", 1.0));
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<DataException>(() => transport.RunAsync(new JObject(new JProperty("ping", new string('x', 1000))).ToString(Newtonsoft.Json.Formatting.None)));

        Assert.Equal("DM6217", error.Code.Value);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_refused_command_is_an_error_with_code_name_and_labels()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Error(112, "WriteConflict", "please retry", "TransientTransactionError") };
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<MongoCommandException>(() => transport.RunAsync("""{"update":"orders"}"""));

        Assert.Equal(("DM6220", 112, "WriteConflict", "update"), (error.Code.Value, error.ServerCode, error.ServerCodeName, error.Command));
        Assert.True(error.HasLabel(ErrorLabel.TransientTransaction));
        Assert.Contains("please retry", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_that_fail_or_are_not_confirmed_are_errors_unless_the_caller_looks_himself()
    {
        await using var server = new LoopbackServer();
        server.Answer = static _ => Reply.Json("""{"n":0,"writeErrors":[{"index":0,"code":11000,"errmsg":"duplicate key"}],"ok":1.0}""");
        await using var transport = Commands.Open(server.Uri);

        var failed = await Assert.ThrowsAsync<MongoCommandException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.Write));
        var reply = await transport.RunAsync(Commands.Of("""{"insert":"orders"}""", CommandKind.Write) with { ReturnsWriteErrors = true }, TestContext.Current.CancellationToken);
        server.Answer = static _ => Reply.Json("""{"n":1,"writeConcernError":{"code":64,"codeName":"WriteConcernTimeout","errmsg":"timed out"},"ok":1.0}""");
        var unconfirmed = await Assert.ThrowsAsync<MongoCommandException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.Write));

        Assert.Equal(("DM6221", 11000), (failed.Code.Value, failed.ServerCode));
        Assert.Single(reply["writeErrors"]!.AsArray!);
        Assert.Equal(("DM6221", 64, "WriteConcernTimeout"), (unconfirmed.Code.Value, unconfirmed.ServerCode, unconfirmed.ServerCodeName));
    }

    [Fact]
    public async Task Connections_are_used_again_and_never_more_than_allowed()
    {
        await using var server = new LoopbackServer();
        await using var transport = Commands.Open(server.Uri + "&maxPoolSize=2");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => transport.RunAsync("""{"ping":1}""")));

        Assert.Equal(50, server.Requests.Count);
        Assert.InRange(server.Requests.Select(static request => request.Connection).Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_meanwhile_is_not_used()
    {
        await using var server = new LoopbackServer { Answer = static _ => Reply.Ok() with { Closes = true } };
        await using var transport = Commands.Open(server.Uri);

        for (var i = 0; i < 20; i++)
        {
            await transport.RunAsync("""{"ping":1}""", CommandKind.Read);
        }

        Assert.Equal(20, server.Requests.Select(static request => request.Connection).Distinct().Count());
    }

    private static Reply Broken(string how) => how switch
    {
        "no length" => Reply.Spoiled(static message => message.AsSpan(0, 4).Clear()),
        "negative length" => Reply.Spoiled(static message => message.AsSpan(0, 4).Fill(0xFF)),
        "two gigabytes" => Reply.Spoiled(static message => BinaryPrimitives.WriteInt32LittleEndian(message, int.MaxValue)),
        "48 megabytes that never come" => Reply.Spoiled(static message => BinaryPrimitives.WriteInt32LittleEndian(message, 48_000_000), closes: true),
        "another kind" => Reply.Spoiled(static message => BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 1)),
        "another request" => Reply.Spoiled(static message => message[8]++),
        "a checksum" => Reply.Spoiled(static message => message[16] = 1),
        "more to come" => Reply.Spoiled(static message => message[16] = 2),
        "another section" => Reply.Spoiled(static message => message[20] = 1),
        "a longer document" => Reply.Spoiled(static message => message[21]++),
        "HTTP" => Reply.Bytes(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")),
        _ => Reply.Bytes(1, 2, 3) with { Closes = true },
    };
}
