using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Transport;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>What the transport must do with replica sets and sharded clusters besides.</summary>
public abstract class TransactionalServerSuite(ServerFixture fixture) : ServerSuite(fixture)
{
    [Fact]
    public async Task A_transaction_is_seen_when_it_is_committed_and_gone_when_it_is_aborted()
    {
        await NeedsTransactionsAsync();
        await InsertAsync("accounts", [Raw("""{"_id":0}""")]);
        await using var session = await Transport.StartSessionAsync(Cancellation);

        session.StartTransaction();
        await InsertAsync("accounts", [Raw("""{"_id":1}""")], session);
        Assert.Single(await FindAsync("accounts"));
        await session.CommitTransactionAsync(Cancellation);
        Assert.Equal(2, (await FindAsync("accounts")).Count);

        session.StartTransaction();
        await InsertAsync("accounts", [Raw("""{"_id":2}""")], session);
        await session.AbortTransactionAsync(Cancellation);
        Assert.Equal(2, (await FindAsync("accounts")).Count);
    }

    [Fact]
    public async Task Transactions_in_each_others_way_are_tried_again_until_each_was_done_once()
    {
        await NeedsTransactionsAsync();
        await InsertAsync("counters", [Raw("""{"_id":1,"n":0}""")]);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await using var session = await Transport.StartSessionAsync(Cancellation);
            await session.RunInTransactionAsync(
                async token =>
                {
                    var command = Command("""{"find":"counters","filter":{"_id":1}}""", CommandKind.Read, session);
                    var before = (await Transport.RunAsync(command, token))["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Single().AsDocument!["n"]!.AsInt32!.Value;
                    await Transport.RunAsync(
                        Command($$$$"""{"update":"counters","updates":[{"q":{"_id":1},"u":{"$set":{"n":{{{{before + 1}}}} }}}]}""", CommandKind.RetryableWrite, session), token);
                    return before;
                },
                TimeProvider.System,
                Cancellation);
        }));

        Assert.Equal(5, Assert.Single(await FindAsync("counters"))["n"]!.AsInt32);
    }

    [Theory]
    [InlineData("closeConnection")]
    [InlineData("closeConnectionAfterApplying")]
    public async Task A_write_whose_connection_breaks_is_done_once(string how)
    {
        await NeedsTransactionsAsync();
        await InsertAsync("retried", [Raw("""{"_id":1,"n":0}""")]);
        await FailAsync($$"""{"failCommands":["update"],"{{how}}":true}""");

        await RunAsync("""{"update":"retried","updates":[{"q":{"_id":1},"u":{"$inc":{"n":1}}}]}""", CommandKind.RetryableWrite);

        Assert.Equal(1, Assert.Single(await FindAsync("retried"))["n"]!.AsInt32);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_done_once()
    {
        await NeedsTransactionsAsync();
        await InsertAsync("committed", [Raw("""{"_id":1,"n":0}""")]);
        await FailAsync("""{"failCommands":["commitTransaction"],"closeConnectionAfterApplying":true}""");
        await using var session = await Transport.StartSessionAsync(Cancellation);

        await session.RunInTransactionAsync(
            token => Transport.RunAsync(Command("""{"update":"committed","updates":[{"q":{"_id":1},"u":{"$inc":{"n":1}}}]}""", CommandKind.RetryableWrite, session), token),
            TimeProvider.System,
            Cancellation);

        Assert.Equal(1, Assert.Single(await FindAsync("committed"))["n"]!.AsInt32);
    }

    private async Task NeedsTransactionsAsync() =>
        Assert.SkipUnless((await Transport.GetCapabilitiesAsync(Cancellation)).HasTransactions, "Needs a server with transactions, which that of DOCMIGRATE_TEST_MONGODB is not.");
}
