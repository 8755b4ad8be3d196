using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What holds on every kind of server.</summary>
public abstract class MongoDatabaseTests : IAsyncLifetime
{
    private protected MongoDatabaseTests(ServerFixture server) => Process = new MongoProcess(server);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static LockHolder Ada { get; } = new("ada", "host", 42, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private protected MongoProcess Process { get; }

    public ValueTask InitializeAsync() => Process.RequireServerAsync();

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_is_written_outside_a_transaction()
    {
        await using var database = Process.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.RunAsync(Insert(1), Token));
    }

    [Fact]
    public async Task Documents_are_streamed_in_batches_inside_a_transaction_and_outside()
    {
        await using var database = Process.Open();
        await database.BeginAsync(Token);
        var documents = string.Join(',', Enumerable.Range(0, 2_500).Select(static number => $$"""{"_id":{{number}}}"""));
        await database.RunAsync(Command($$"""{"insert":"things","documents":[{{documents}}]}"""), Token);
        var inside = await CountAsync(database);
        await database.CommitAsync(Token);

        Assert.Equal((2_500, 2_500), (inside, await CountAsync(database)));
        await foreach (var first in database.StreamAsync(Commands.Of("""{"find":"things"}""").Body, 100, Token))
        {
            Assert.NotNull(first["_id"]);
            break;
        }
    }

    [Fact]
    public async Task A_collection_is_not_changed_after_documents_were_written_in_a_transaction_of_the_servers()
    {
        await using var database = Process.Open();
        await database.BeginAsync(Token);
        await database.DefineAsync(Command("""{"create":"things"}"""), Token);
        await database.RunAsync(Insert(1), Token);

        // Without transactions the documents are there already, and nothing stands in the way.
        var transactions = await database.HasTransactionsAsync(Token);
        var error = await Record.ExceptionAsync(() => database.DefineAsync(Command("""{"collMod":"things"}"""), Token));
        Assert.Equal(transactions, error is InvalidOperationException);
        Assert.Equal(transactions, error is not null);

        await database.CommitAsync(Token);
        Assert.Equal("""{"_id":1}""", await Process.FindAsync("things"));
    }

    [Fact]
    public async Task Whose_holder_stands_still_the_lock_is_free_when_its_lease_is_over()
    {
        await using var frozen = Process.OpenFrozen(TimeSpan.FromSeconds(2));
        await using var first = await frozen.Lock.TryAcquireAsync(Ada, Token);
        await first!.RaiseFenceAsync(0, 1, Token);
        await using var database = Process.Open();
        var tooEarly = await database.Lock.TryAcquireAsync(Ada, Token);

        IHeldLock? second = null;
        while ((second = await database.Lock.TryAcquireAsync(Ada, Token)) is null)
        {
            await Task.Delay(50, Token);
        }

        await second.RaiseFenceAsync(1, 2, Token);
        Assert.Null(tooEarly);
        await Assert.ThrowsAsync<LockLostException>(() => frozen.BeginAsync(Token));
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_long_statement_of_the_server_is_a_sign_of_life()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var database = Process.Open();
        await using var held = await database.Lock.TryAcquireAsync(Ada, Token);
        await held!.RaiseFenceAsync(0, 1, Token);
        await database.BeginAsync(Token);
        await Process.FailAsync("""{"failCommands":["create"],"blockConnection":true,"blockTimeMS":60000}""");
        await using var other = Process.Open();

        var making = database.DefineAsync(Command("""{"create":"things"}"""), stop.Token);
        var before = (await other.Lock.ReadHolderAsync(Token))!.Signs;
        long after;
        while ((after = (await other.Lock.ReadHolderAsync(Token))!.Signs) < before + 2 && !making.IsCompleted)
        {
            await Task.Delay(50, Token);
        }

        Assert.True(after >= before + 2, "It gave no sign.");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        await database.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_newer_format_is_refused_for_reading_and_writing()
    {
        await using var database = Process.Open();
        await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", null), Token);
        await Process.RunAsync("""{"update":"_docmigrate_meta","updates":[{"q":{"_id":"format"},"u":{"$set":{"value":99}}}]}""");

        await using var older = Process.Open();
        Assert.Equal("DM6225", (await Assert.ThrowsAsync<HistoryException>(() => older.Ledger.ReadAsync(Token))).Code.Value);
        Assert.Equal("DM6225", (await Assert.ThrowsAsync<HistoryException>(() => older.BeginAsync(Token))).Code.Value);
    }

    [Fact]
    public async Task What_the_server_can_do_is_found_out_without_changing_anything()
    {
        await using var database = Process.Open();

        var report = await database.ProbeAsync(Token);

        Assert.True(await Process.IsUntouchedAsync());
        Assert.Equal(await database.HasTransactionsAsync(Token), report.Capabilities.Single(static one => one.Name == "transactions").Present);
        Assert.Equal(await database.HasTransactionsAsync(Token), report.Risks.Count == 0);
        Assert.All(report.Capabilities, static one => Assert.Equal(one.Present, one.Without is null));
        Assert.All(["updates by pipelines", "validators"], name => Assert.True(report.Capabilities.Single(one => one.Name == name).Present));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_of_the_store()
    {
        var settings = Process.Settings() with { Connection = "mongodb://ada:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200" };
        await using var database = MongoDatabase.Resolve(settings, new DocMigrate.Specification.Harness.Databases());

        var error = await Assert.ThrowsAsync<StoreException>(() => database.ExistsAsync(Token));

        Assert.Equal("DM6210", error.Code.Value);
        Assert.DoesNotContain("secret", error + database.DisplayName + database.Key, StringComparison.Ordinal);
    }

    private protected MongoCommand Command(string json, CommandKind kind = CommandKind.Write) => Commands.Of(json, kind, database: Process.Name);

    private protected MongoCommand Insert(int id) => Command($$"""{"insert":"things","documents":[{"_id":{{id}}}]}""", CommandKind.RetryableWrite);

    private static async Task<int> CountAsync(MongoDatabase database)
    {
        var count = 0;
        await foreach (var document in database.StreamAsync(Commands.Of("""{"find":"things"}""").Body, 1_000, Token))
        {
            count += document["_id"] is null ? 0 : 1;
        }

        return count;
    }

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoDatabaseTests(server), IClassFixture<StandaloneTests.Server>
    {
        [Fact]
        public async Task Documents_are_written_at_once_and_history_when_it_is_committed()
        {
            await using var database = Process.Open();
            await database.BeginAsync(Token);
            await database.RunAsync(Insert(1), Token);
            await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", null), Token);
            await using var other = Process.Open();
            var before = await other.Journal.ReadIdentityAsync("main", Token);

            await database.RollbackAsync(Token);

            Assert.Null(before);
            Assert.Null(await other.Journal.ReadIdentityAsync("main", Token));
            Assert.Equal("""{"_id":1}""", await Process.FindAsync("things"));
        }

        [Fact]
        public async Task A_write_ends_before_the_lease_does()
        {
            await using var frozen = Process.OpenFrozen(TimeSpan.FromSeconds(3));
            await using var held = await frozen.Lock.TryAcquireAsync(Ada, Token);
            await held!.RaiseFenceAsync(0, 1, Token);
            await frozen.BeginAsync(Token);
            await Process.FailAsync("""{"failCommands":["insert"],"blockConnection":true,"blockTimeMS":60000}""");

            var error = await Assert.ThrowsAsync<MongoCommandException>(() => frozen.RunAsync(Insert(1), Token));

            Assert.Equal(50, error.ServerCode);
            await frozen.RollbackAsync(Token);
        }

        [Fact]
        public async Task A_lock_that_is_taken_away_from_one_who_stands_still_is_free_only_when_the_lease_is_over()
        {
            await using var frozen = Process.OpenFrozen(TimeSpan.FromSeconds(2));
            await using var held = await frozen.Lock.TryAcquireAsync(Ada, Token);
            await using var database = Process.Open();

            var breaking = database.Lock.BreakAsync(Token);
            var during = await database.Lock.ReadHolderAsync(Token);
            await breaking;

            Assert.NotNull(during);
            Assert.Null(await database.Lock.ReadHolderAsync(Token));
        }

        [Fact]
        public async Task Transactions_that_are_asked_for_and_lacking_are_an_error()
        {
            await using var database = Process.Open(("transactions", "required"));

            Assert.Equal("DM6228", (await Assert.ThrowsAsync<StoreException>(() => database.ProbeAsync(Token))).Code.Value);
            Assert.Equal("DM6228", (await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token))).Code.Value);
        }
    }

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoDatabaseTests(server), IClassFixture<ReplicaSetTests.Server>
    {
        [Fact]
        public async Task Documents_and_history_are_one_transaction()
        {
            await using var database = Process.Open();
            await database.BeginAsync(Token);
            await database.RunAsync(Insert(1), Token);
            await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", null), Token);
            await database.RollbackAsync(Token);
            var rolledBack = await Process.FindAsync("things");

            await database.BeginAsync(Token);
            await database.RunAsync(Insert(2), Token);
            await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", null), Token);
            await database.CommitAsync(Token);

            await using var other = Process.Open();
            Assert.Equal(("", """{"_id":2}"""), (rolledBack, await Process.FindAsync("things")));
            Assert.NotNull(await other.Journal.ReadIdentityAsync("main", Token));
        }

        [Fact]
        public async Task A_write_conflict_is_overcome_where_every_write_compares()
        {
            await using var database = Process.Open();
            await InConflictAsync(database, compares: true);
            await database.CommitAsync(Token);

            Assert.Equal("""{"_id":1,"by":"us"} {"_id":2,"by":"us"}""", await Process.FindAsync("things"));
        }

        [Fact]
        public async Task A_write_conflict_ends_the_transaction_where_a_write_compares_nothing()
        {
            await using var database = Process.Open();

            var error = await Assert.ThrowsAsync<StoreException>(() => InConflictAsync(database, compares: false));

            Assert.Equal("DM6229", error.Code.Value);
            Assert.Equal("""{"_id":1} {"_id":2,"by":"others"}""", await Process.FindAsync("things"));
        }

        [Fact]
        public async Task A_commit_whose_answer_was_lost_is_committed_once()
        {
            await using var database = Process.Open();
            await database.BeginAsync(Token);
            await database.RunAsync(Insert(1), Token);
            await Process.FailAsync("""{"failCommands":["commitTransaction"],"closeConnectionAfterApplying":true}""");

            await database.CommitAsync(Token);

            Assert.Equal("""{"_id":1}""", await Process.FindAsync("things"));
        }

        [Fact]
        public async Task A_transaction_that_another_primary_does_not_know_is_done_again()
        {
            await using var database = Process.Open();
            await database.BeginAsync(Token);
            await database.RunAsync(Insert(1), compares: true, Token);
            await Process.FailAsync("""{"failCommands":["commitTransaction"],"errorCode":251,"errorLabels":["TransientTransactionError"]}""");

            await database.Journal.WriteIdentityAsync(new StoreIdentity("main", "m", null), Token);
            await database.CommitAsync(Token);

            await using var other = Process.Open();
            Assert.Equal("""{"_id":1}""", await Process.FindAsync("things"));
            Assert.NotNull(await other.Journal.ReadIdentityAsync("main", Token));
        }

        [Fact]
        public async Task The_open_transaction_of_a_holder_that_stands_still_is_ended_before_the_fence_is_raised()
        {
            await using var frozen = Process.OpenFrozen(TimeSpan.FromSeconds(30));
            await using var held = await frozen.Lock.TryAcquireAsync(Ada, Token);
            await held!.RaiseFenceAsync(0, 1, Token);
            await frozen.BeginAsync(Token);
            await frozen.RunAsync(Insert(1), compares: true, Token);
            await using var database = Process.Open();

            await database.Lock.RaiseFenceAsync(1, 2, Token);

            await Assert.ThrowsAsync<LockLostException>(() => frozen.CommitAsync(Token));
            await frozen.RollbackAsync(Token);
            Assert.Equal("", await Process.FindAsync("things"));
        }

        /// <summary>Writes two documents, the second of which others have changed since the transaction began.</summary>
        private async Task InConflictAsync(MongoDatabase database, bool compares)
        {
            await Process.RunAsync("""{"insert":"things","documents":[{"_id":1},{"_id":2}]}""");
            await database.BeginAsync(Token);
            await database.RunAsync(Update(1), compares, Token);
            await Process.RunAsync("""{"update":"things","updates":[{"q":{"_id":2},"u":{"$set":{"by":"others"}}}]}""");
            await database.RunAsync(Update(2), compares, Token);
        }

        private MongoCommand Update(int id) => Command($$$"""{"update":"things","updates":[{"q":{"_id":{{{id}}} },"u":{"$set":{"by":"us"} } }]}""", CommandKind.RetryableWrite);
    }
}
