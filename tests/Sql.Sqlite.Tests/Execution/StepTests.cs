using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

public sealed class StepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_of_itself()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var before = await store.SnapshotAsync();

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(sql => sql
            .AddColumn("orders", "priority", c => c.Int32().NotNull().Fill(3)).DropColumn("customers", "note").RunSql("nonsense")));

        Assert.Equal("DM6011", error.Code.Value);
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task Only_what_the_other_direction_did_is_undone()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var before = await store.SnapshotAsync();
        var definition = new MigrationBuilder(new MigrationId("shop", "half")).Sql("main", sql => sql
            .AddColumn("customers", "a", c => c.Text()).AddColumn("customers", "b", c => c.Text()).AddColumn("customers", "c", c => c.Text())).ToDefinition();
        var forward = store.Forward(definition).Step;
        await store.RunAsync(Context(forward with { Operations = forward.Operations.Take(2).ToValueList() }));

        await store.RunAsync(Context(store.Backward(definition, store.State), undo: 2));

        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task What_an_earlier_run_did_is_not_done_again()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var forward = store.Forward(new MigrationBuilder(new MigrationId("shop", "half")).Sql("main", sql => sql
            .AddColumn("customers", "a", c => c.Text()).AddColumn("customers", "b", c => c.Text())).ToDefinition()).Step;
        await store.RunAsync(Context(forward with { Operations = forward.Operations.Take(1).ToValueList() }));

        var counts = await store.RunAsync(Context(forward, resume: new StepProgress { Completed = 1, Counts = new StepCounts(Changed: 5) }));

        Assert.Equal(5, counts.Changed);
        Assert.Equal(["a", "b"], await store.RowsAsync("SELECT name FROM pragma_table_info('customers') WHERE name IN ('a', 'b')"));
    }

    [Fact]
    public async Task Counts_say_how_many_rows_were_rewritten_and_kept()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        var counts = await store.ApplyAsync(sql => sql.DropColumn("customers", "note").DropTable("tags"));

        Assert.Equal(new StepCounts(Scanned: 6, Changed: 6, Shadowed: 6), counts);
        Assert.Equal(
            ["Drop column note from customers", "Drop table tags"],
            store.Observer.Events.OfType<OperationStartedEvent>().TakeLast(2).Select(static started => started.Description));
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("SELECT 1; begin immediate")]
    [InlineData("/* why */ ROLLBACK")]
    [InlineData("VACUUM")]
    public async Task Refuses_sql_that_would_end_the_transaction(string sql)
    {
        await using var store = new TableStore();

        var error = await Assert.ThrowsAsync<StateException>(() => store.ApplyAsync(builder => builder.RunSql(sql)));

        Assert.Equal("DM6022", error.Code.Value);
        Assert.False(File.Exists(store.Path));
    }

    [Fact]
    public async Task Sql_may_make_triggers_and_savepoints()
    {
        await using var store = await LifeCycleTests.ShopAsync();

        await store.ApplyAsync(sql => sql.RunSql("""
            CREATE TRIGGER t AFTER INSERT ON tags BEGIN UPDATE tags SET weight = CASE WHEN 1 THEN 2 END; END;
            SAVEPOINT s; DELETE FROM tags; ROLLBACK TO s; RELEASE s;
            """));

        Assert.Equal(["3"], await store.RowsAsync("SELECT count(*) FROM tags"));
    }

    [Fact]
    public async Task An_operation_without_a_way_back_refuses()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        await store.ApplyAsync(sql => sql.RunSql("DELETE FROM tags"));

        var error = await Assert.ThrowsAsync<HistoryException>(store.RevertAsync);

        Assert.Equal("DM6023", error.Code.Value);
    }

    [Fact]
    public async Task A_cancelled_step_stops_in_the_middle_of_a_statement()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var step = store.Forward(new MigrationBuilder(new MigrationId("shop", "endless")).Sql("main", sql => sql.RunSql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO tags (name) SELECT count(*) FROM n")).ToDefinition()).Step;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await store.Backend.Database.BeginAsync(Token);

        var run = Task.Run(() => store.Backend.ExecuteAsync(Context(step, onStart: cancellation.Cancel), cancellation.Token), Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await store.Backend.Database.RollbackAsync(Token);
        Assert.Equal(["3"], await store.RowsAsync("SELECT count(*) FROM tags"));
    }

    [Fact]
    public async Task The_detail_counts_rows_where_they_are_rewritten_or_taken_away()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var step = store.Forward(new MigrationBuilder(new MigrationId("shop", "next")).Sql("main", sql => sql
            .AddColumn("orders", "quick", c => c.Text()).AddColumn("orders", "slow", c => c.Text().NotNull().Fill("")).DropColumn("customers", "note").DropTable("tags"))
            .ToDefinition()).Step;

        var detail = await store.Backend.DetailAsync(step, Token);

        Assert.Equal([null, 2, 3, 3], detail.Operations.Select(static operation => operation.EstimatedDocuments));
        Assert.All(detail.Operations, static operation => Assert.Equal(ExecutionSite.Server, operation.Execution));
    }

    [Fact]
    public async Task A_script_shows_the_statements_of_a_rebuild()
    {
        await using var store = await LifeCycleTests.ShopAsync();
        var step = store.Forward(new MigrationBuilder(new MigrationId("shop", "next")).Sql("main", sql => sql
            .RenameColumn("customers", "email", "mail").AddColumn("orders", "slow", c => c.Text().NotNull().Fill("it's"))).ToDefinition()).Step;

        var commands = await store.Backend.CompileAsync(step, Token);

        Assert.Equal("ALTER TABLE \"customers\" RENAME COLUMN \"email\" TO \"mail\";", commands[0].Text);
        Assert.Contains(commands, static command => command.Text!.Contains("'it''s' FROM \"orders\" AS source", StringComparison.Ordinal));
        Assert.All(commands.Skip(1), static command => Assert.Equal("Add column slow to orders", command.Description));
    }

    private static StepContext Context(PlanStep step, int? undo = null, StepProgress? resume = null, Action? onStart = null) =>
        new([new StepMember(step) { Undo = undo is { } completed ? new StepProgress { Completed = completed } : null, Resume = resume }],
            new Starter(onStart),
            static (_, _) => Task.CompletedTask);

    private sealed class Starter(Action? onStart) : IRunObserver
    {
        public void OnEvent(RunEvent runEvent)
        {
            if (onStart is not null && runEvent is OperationStartedEvent)
            {
                // Soon enough that the endless statement is what stops, and not what never began.
                _ = Task.Delay(200).ContinueWith(_ => onStart(), TaskScheduler.Default);
            }
        }
    }
}
