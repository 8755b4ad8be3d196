using System.Globalization;
using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Operations;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>Chunks and checkpoints; runs that were cut off and go on, or back.</summary>
public sealed class PassExecutorTests
{
    private static readonly Dictionary<string, Action<DocumentsBuilder>> Passes = new(StringComparer.Ordinal)
    {
        ["disjoint"] = static c => c.Split("name", ["first", "last"], " ").Nest(["rate", "e"], "numbers"),
        ["not disjoint"] = static c => c.Convert("price", FieldType.Double).Remove("rate"),
        ["counting"] = static c => c.Transform("count", static d => Add(d, 1), static d => Add(d, -1)),
        ["keeping"] = static c => c.Transform("count", static d => Add(d, 1), keepOriginal: true),
        ["two passes"] = static c => c.Rename("name", "title").Transform("count", static d => Add(d, 1), static d => Add(d, -1)),
    };

    public static TheoryData<string> Names => new(Passes.Keys);

    [Theory]
    [InlineData("disjoint")]
    [InlineData("counting")]
    public async Task Goes_in_chunks_each_with_a_checkpoint(string pass)
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        var checkpoints = new List<StepProgress>();
        store.AtCheckpoint = checkpoints.Add;

        var counts = await store.ApplyAsync(Operations(pass));

        Assert.Equal(new StepCounts(Scanned: ManyDocuments.Count, Changed: ManyDocuments.Count), counts);
        Assert.True(checkpoints.Count >= 2);
        var cursors = checkpoints.Select(At).ToList();
        Assert.Equal(cursors.Order(), cursors);
        Assert.Equal(checkpoints.Select(static progress => progress.Counts.Scanned), cursors);
        Assert.Equal(ManyDocuments.Count, cursors[^1]);
        DocumentKey? upper = new DocumentKey(ManyDocuments.Count.ToString(CultureInfo.InvariantCulture));
        Assert.All(checkpoints, progress => Assert.Equal(upper, PassCursor.Parse(progress.Cursor!).Upper));
        var progress = store.Observer.Events.OfType<ProgressEvent>().Last();
        Assert.Equal(("docs", (long)ManyDocuments.Count, (long?)ManyDocuments.Count), (progress.Subject, progress.Done, progress.Total));
    }

    [Fact]
    public async Task Does_a_small_collection_in_the_step_s_own_transaction()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync(5_000);

        await store.ApplyAsync(Operations("two passes"));

        Assert.Null(store.LastCheckpoint);
        Assert.Equal(5_000, await CountAsync(store, "document ->> 'n' = 1 AND document ->> 'title' IS NOT NULL"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Goes_on_where_it_was_cut_off_and_does_nothing_twice(string pass)
    {
        await using var undisturbed = new JsonStore();
        await undisturbed.FillManyAsync();
        await undisturbed.ApplyAsync(Operations(pass));
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations(pass)));
        var done = At(store.LastCheckpoint!);
        Assert.InRange(done, 1, ManyDocuments.Count - 1);

        store.AtCheckpoint = null;
        await store.ReopenAsync();
        var counts = await store.ResumeAsync(store.LastCheckpoint!);

        Assert.Equal(await undisturbed.TextsAsync("docs"), await store.TextsAsync("docs"));
        Assert.Equal(pass == "two passes" ? 2 * ManyDocuments.Count : ManyDocuments.Count, counts.Changed);
        Assert.Equal(await LifeCycle.KeptAsync(undisturbed, Direction.Forward), await LifeCycle.KeptAsync(store, Direction.Forward));
        await store.RevertAsync();
        await SameAsInputAsync(store);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_back_just_what_a_cut_off_run_had_done(string pass)
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations(pass)));
        store.AtCheckpoint = null;
        await store.ReopenAsync();

        await store.RevertAsync(undo: store.LastCheckpoint);

        await SameAsInputAsync(store);
        Assert.Equal(0, await LifeCycle.KeptAsync(store, Direction.Forward));
    }

    [Theory]
    [InlineData("not disjoint")]
    [InlineData("counting")]
    [InlineData("keeping")]
    public async Task Goes_on_with_a_way_back_that_was_cut_off(string pass)
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        await store.ApplyAsync(Operations(pass));
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.RevertAsync());
        store.AtCheckpoint = null;
        await store.ReopenAsync();

        await store.RevertAsync(undo: null, resume: store.LastCheckpoint);

        await SameAsInputAsync(store);
        Assert.Equal(0, await LifeCycle.KeptAsync(store, Direction.Forward));
    }

    [Fact]
    public async Task A_second_operation_that_was_not_begun_is_not_undone()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.AtCheckpoint = static progress => _ = progress.Completed == 1 ? throw new PowerCutException() : 0;
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations("two passes")));
        store.AtCheckpoint = null;

        await store.RevertAsync(undo: store.LastCheckpoint);

        await SameAsInputAsync(store);
    }

    [Fact]
    public async Task Leaves_documents_alone_that_came_after_a_pass_began_which_can_not_tell_them_apart()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations("counting")));
        store.AtCheckpoint = null;
        await store.ExecuteAsync("INSERT INTO docs (_id, document) VALUES ('late', jsonb('{\"_id\":\"late\",\"n\":1}'))");

        await store.ResumeAsync(store.LastCheckpoint!);

        Assert.Equal(ManyDocuments.Count + 1, await CountAsync(store, "document ->> 'n' = 1"));
        Assert.StartsWith("1 document came into collection 'docs' after the pass began", Assert.Single(store.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_documents_that_came_after_a_disjoint_pass_began()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations("disjoint")));
        store.AtCheckpoint = null;
        await store.ExecuteAsync("INSERT INTO docs (_id, document) VALUES ('old', jsonb('{\"_id\":\"old\",\"name\":\"A B\"}')), ('new', jsonb('{\"_id\":\"new\",\"first\":\"C\"}'))");

        await store.ResumeAsync(store.LastCheckpoint!);

        Assert.Equal(["""{"_id":"old","first":"A","last":"B"}""", """{"_id":"new","first":"C"}"""], (await store.TextsAsync("docs"))[^2..]);
        Assert.Empty(store.Observer.Warnings);
    }

    [Fact]
    public async Task Stops_between_two_chunks_when_it_is_cancelled_and_goes_on_from_there()
    {
        await using var store = new JsonStore();
        await store.FillManyAsync();
        using var cancellation = new CancellationTokenSource();
        store.Cancellation = cancellation.Token;
        store.AtCheckpoint = _ => cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ApplyAsync(Operations("counting")));

        var done = At(store.LastCheckpoint!);
        Assert.InRange(done, 1, ManyDocuments.Count - 1);
        Assert.Equal(done, await CountAsync(store, "document ->> 'n' = 1"));
        store.Cancellation = TestContext.Current.CancellationToken;
        store.AtCheckpoint = null;
        await store.ResumeAsync(store.LastCheckpoint!);
        Assert.Equal(ManyDocuments.Count, await CountAsync(store, "document ->> 'n' = 1"));
    }

    [Fact]
    public async Task Says_that_a_collection_is_missing_and_does_nothing()
    {
        await using var store = new JsonStore();

        Assert.Equal(StepCounts.Zero, await store.ApplyAsync(Operations("two passes")));

        Assert.Equal(2, store.Observer.Warnings.Count());
        Assert.All(store.Observer.Warnings, static warning => Assert.StartsWith("Collection 'docs' of store 'docs' does not exist", warning, StringComparison.Ordinal));
    }

    private static MigrationOperation[] Operations(string pass) => LifeCycle.Operations(Passes[pass]);

    private static long At(StepProgress progress) => long.Parse(PassCursor.Parse(progress.Cursor!).At!.Value.Json, CultureInfo.InvariantCulture);

    private static async Task<long> CountAsync(JsonStore store, string condition) =>
        (await store.QueryAsync($"SELECT count(*) FROM docs WHERE {condition}", static row => row.GetInt64(0)))[0];

    /// <summary>Compared by SQLite, field by field, whatever their order; as text, so digit for digit, save for the one that was taken away and restored.</summary>
    private static async Task SameAsInputAsync(JsonStore store)
    {
        Assert.Equal(ManyDocuments.Count, await CountAsync(
            store,
            """
            document ->> '_id' = seq AND document -> 'n' = '0' AND document ->> 'name' = printf('First%d Last', seq) AND document -> 'price' = printf('"%d.50"', seq)
            AND document ->> 'rate' = 12.5 AND document -> 'e' = '1e2' AND (SELECT count(*) FROM json_each(document)) = 6
            """));
        Assert.Equal(ManyDocuments.Count, await CountAsync(store, "1"));
    }

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }
}
