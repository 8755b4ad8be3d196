using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

/// <summary>Sessions and transactions as they go over the wire.</summary>
public sealed class TransactionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_command_begins_the_transaction_and_the_commit_asks_for_a_majority()
    {
        await using var server = ReplicaSet(out var uri);
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);

        session.StartTransaction();
        await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
        await transport.RunAsync("""{"find":"orders"}""", CommandKind.Read, session);
        await session.CommitTransactionAsync(Cancellation);
        await transport.RunAsync("""{"find":"orders"}""", CommandKind.Read, session);

        var id = DocumentWriter.Write(session.Id);
        Assert.Equal(
            [
                $$$"""{"insert":"orders","$db":"shop","lsid":{{{id}}},"txnNumber":{"$numberLong":"1"},"autocommit":false,"startTransaction":true}""",
                $$$"""{"find":"orders","$db":"shop","lsid":{{{id}}},"txnNumber":{"$numberLong":"1"},"autocommit":false}""",
                $$$"""{"commitTransaction":1,"txnNumber":{"$numberLong":"1"},"autocommit":false,"$db":"admin","lsid":{{{id}}},"writeConcern":{"w":"majority"}}""",
                $$$"""{"find":"orders","$db":"shop","lsid":{{{id}}}}""",
            ],
            server.Requests.Select(static request => DocumentWriter.Write(request.Body)));
    }

    [Fact]
    public async Task A_transaction_in_which_nothing_was_sent_is_not_spoken_of()
    {
        await using var server = ReplicaSet(out var uri);
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);

        session.StartTransaction();
        await session.CommitTransactionAsync(Cancellation);
        session.StartTransaction();
        await session.AbortTransactionAsync(Cancellation);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_session_that_is_disposed_aborts_its_transaction()
    {
        await using var server = ReplicaSet(out var uri);
        await using var transport = Commands.Open(uri);
        await using (var session = await transport.StartSessionAsync(Cancellation))
        {
            session.StartTransaction();
            await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
        }

        Assert.Equal(["insert", "abortTransaction"], server.Requests.Select(static request => request.Name));
    }

    [Fact]
    public async Task Nothing_in_a_transaction_is_sent_twice_and_a_lost_connection_lets_all_of_it_be_tried_again()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = static request => request.Name == "insert" ? Reply.Close : Reply.Ok();
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);
        session.StartTransaction();

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session));

        Assert.True(error.HasLabel(ErrorLabel.TransientTransaction));
        Assert.False(error.HasLabel(ErrorLabel.RetryableWrite));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_commit_is_sent_once_more_with_bounded_time()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = request => request.Name == "commitTransaction" && server.Requests.Count == 2 ? Reply.Close : Reply.Ok();
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);

        session.StartTransaction();
        await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
        await session.CommitTransactionAsync(Cancellation);

        var commits = server.Requests.Where(static request => request.Name == "commitTransaction").ToList();
        Assert.Equal(2, commits.Count);
        Assert.Equal("""{"w":"majority","wtimeout":10000}""", DocumentWriter.Write(commits[1].Body["writeConcern"]!));
    }

    [Fact]
    public async Task A_commit_whose_outcome_is_unknown_says_so_and_can_be_asked_again()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = static request => request.Name == "commitTransaction" ? Reply.Close : Reply.Ok();
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);
        session.StartTransaction();
        await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);

        var error = await Assert.ThrowsAsync<MongoConnectionException>(() => session.CommitTransactionAsync(Cancellation));
        server.Answer = static _ => Reply.Ok();
        await session.CommitTransactionAsync(Cancellation);

        Assert.True(error.HasLabel(ErrorLabel.UnknownCommitResult));
        Assert.False(error.HasLabel(ErrorLabel.TransientTransaction));
        Assert.All(server.Requests.Where(static request => request.Name == "commitTransaction"), static request => Assert.Equal(1, (long?)request.Body["txnNumber"]));
    }

    [Fact]
    public async Task Work_is_done_again_after_a_transient_error_and_its_commit_after_an_unknown_result()
    {
        await using var server = ReplicaSet(out var uri);
        var commits = 0;
        server.Answer = request => request.Name switch
        {
            "insert" when (long?)request.Body["txnNumber"] < 3 => Reply.Error(112, "WriteConflict", "conflict", "TransientTransactionError"),
            "commitTransaction" when ++commits <= 3 => Reply.Error(64, "WriteConcernTimeout", "timed out", "UnknownTransactionCommitResult"),
            _ => Reply.Ok(),
        };
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);
        var attempts = 0;

        var result = await session.RunInTransactionAsync(
            async _ =>
            {
                await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
                return ++attempts;
            },
            TimeProvider.System,
            Cancellation);

        Assert.Equal(1, result);
        Assert.Equal(
            ["insert", "abortTransaction", "insert", "abortTransaction", "insert", "commitTransaction", "commitTransaction", "commitTransaction", "commitTransaction"],
            server.Requests.Select(static request => request.Name));
    }

    [Fact]
    public async Task An_error_of_the_work_itself_aborts_and_comes_through()
    {
        await using var server = ReplicaSet(out var uri);
        await using var transport = Commands.Open(uri);
        await using var session = await transport.StartSessionAsync(Cancellation);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunInTransactionAsync<int>(
            async _ =>
            {
                await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
                throw new InvalidOperationException("mine");
            },
            TimeProvider.System,
            Cancellation));

        Assert.Equal("mine", error.Message);
        Assert.Equal(["insert", "abortTransaction"], server.Requests.Select(static request => request.Name));
    }

    [Fact]
    public async Task A_router_of_a_sharded_cluster_keeps_its_transaction()
    {
        await using var first = Router();
        await using var second = Router();
        await using var transport = Commands.Open($"mongodb://{first.Address},{second.Address}/?serverSelectionTimeoutMS=30000");
        await using var session = await transport.StartSessionAsync(Cancellation);

        for (var i = 0; i < 4; i++)
        {
            session.StartTransaction();
            for (var j = 0; j < 4; j++)
            {
                await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite, session);
            }

            await session.CommitTransactionAsync(Cancellation);
        }

        var ends = first.Requests.Concat(second.Requests).Where(static request => request.Name == "commitTransaction").ToList();
        Assert.Equal(0, first.Requests.Count % 5);
        Assert.Equal(0, second.Requests.Count % 5);
        Assert.All(ends, static commit => Assert.Equal("token", (string?)commit.Body["recoveryToken"]!["shard"]));

        static LoopbackServer Router()
        {
            var server = new LoopbackServer { Answer = static _ => Reply.Json("""{"recoveryToken":{"shard":"token"},"ok":1.0}""") };
            server.Hello = static () => (Newtonsoft.Json.Linq.JObject)DocumentReader.Read("""{"isWritablePrimary":true,"msg":"isdbgrid","maxWireVersion":21,"logicalSessionTimeoutMinutes":30,"ok":1.0}""");
            return server;
        }
    }

    [Fact]
    public async Task The_time_of_the_cluster_is_passed_on_and_never_goes_back()
    {
        await using var server = ReplicaSet(out var uri);
        server.Answer = request => Reply.Json(
            """{"$clusterTime":{"clusterTime":{"$timestamp":{"t":T,"i":1}},"signature":{"keyId":{"$numberLong":"7"}}},"ok":1.0}"""
                .Replace("T,", server.Requests.Count == 2 ? "50," : "100,", StringComparison.Ordinal));
        await using var transport = Commands.Open(uri);

        for (var i = 0; i < 3; i++)
        {
            await transport.RunAsync("""{"ping":1}""");
        }

        Assert.Equal(
            [null, "100", "100"],
            server.Requests.Select(static request => request.Body["$clusterTime"]?["clusterTime"]!["$timestamp"]!["t"]!.ToString()));
        Assert.Equal(7, (long?)server.Requests.Last().Body["$clusterTime"]!["signature"]!["keyId"]);
    }

    [Fact]
    public async Task A_server_without_transactions_says_so_before_anything_is_sent()
    {
        await using var server = new LoopbackServer();
        await using var transport = Commands.Open(server.Uri);

        var error = await Assert.ThrowsAsync<StoreException>(() => transport.StartSessionAsync(Cancellation));

        Assert.Equal("DM6222", error.Code.Value);
        Assert.False((await transport.GetCapabilitiesAsync(Cancellation)).HasTransactions);
    }

    [Fact]
    public async Task Sessions_are_used_again_and_ended_with_the_transport()
    {
        await using var server = ReplicaSet(out var uri);
        await using (var transport = Commands.Open(uri))
        {
            for (var i = 0; i < 5; i++)
            {
                await transport.RunAsync("""{"insert":"orders"}""", CommandKind.RetryableWrite);
            }
        }

        var end = server.Requests.Last();
        Assert.Equal("endSessions", end.Name);
        Assert.Single(end.Body["endSessions"]!);
        Assert.Equal([1, 2, 3, 4, 5], server.Requests.SkipLast(1).Select(static request => (long)request.Body["txnNumber"]!));
    }

    private static LoopbackServer ReplicaSet(out string uri)
    {
        var server = new LoopbackServer();
        server.Hello = () => LoopbackServer.PrimaryHello("rs", server.Address);
        uri = server.Uri + "&replicaSet=rs";
        return server;
    }
}
