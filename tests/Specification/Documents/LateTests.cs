using System.Globalization;
using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Running;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Documents that programs of the old and the new version write while a pass goes on: swept up where shapes tell, else counted or done as the migration says.</summary>
public abstract class LateTests : DocumentSuite
{
    private const int Count = 30;
    private const int Chunk = 7;

    private static readonly Action<DocumentsBuilder> s_split = static c => c.Split("name", ["first", "last"], " ");

    [Fact]
    public async Task Sweeps_up_what_old_programs_wrote_and_leaves_what_new_ones_did_both_ways()
    {
        await using var store = await FilledAsync();
        Once(store, 2, async () =>
        {
            await store.EditAsync(Collection, 1, """{"_id":1,"name":"Again Old","n":7}""");
            await store.InsertAsync(Collection, """{"_id":101,"name":"Old Too"}""", """{"_id":102,"first":"New","last":"One"}""");
            await store.EditAsync(Collection, Count, """{"_id":30,"first":"New","last":"Already","n":8}""");
        });

        var counts = await store.ApplyAsync(Operations(s_split));

        Assert.Equal((0, Count + 1), (counts.Late, counts.Changed));
        Assert.Equal(0, await WithAsync(store, "name"));
        Assert.Equal(Count + 2, await WithAsync(store, "last"));
        Assert.Equal("Again", (await OneAsync(store, 1))["first"]);

        store.AfterCheckpoint = null;
        await store.RevertAsync();

        // What was new when it was come to first might have been so before there was a migration: that one is left alone. What came later was not.
        Assert.Equal((Count + 1, 1), (await WithAsync(store, "name"), await WithAsync(store, "last")));
        Assert.Equal("Already", (await OneAsync(store, Count))["last"]);
        Assert.Equal(("Again Old", "New One"), ((string?)(await OneAsync(store, 1))["name"], (string?)(await OneAsync(store, 102))["name"]));
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task What_was_as_if_new_before_is_left_alone_on_a_way_back_that_sweeps()
    {
        await using var store = await FilledAsync();
        await store.InsertAsync(Collection, """{"_id":200,"first":"Not","last":"Ours"}""");
        await store.ApplyAsync(Operations(s_split));
        Once(store, 2, () => store.InsertAsync(Collection, """{"_id":201,"first":"A","last":"B"}"""));

        var counts = await store.RevertAsync();

        Assert.Equal(0, counts.Late);
        Assert.Equal("Not", (await OneAsync(store, 200))["first"]);
        Assert.Equal("A B", (await OneAsync(store, 201))["name"]);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Gives_up_on_a_document_that_is_written_as_before_all_the_time_and_counts_it()
    {
        await using var store = await FilledAsync();
        var edits = 0;
        store.AfterCheckpoint = _ => store.EditAsync(Collection, 1, $$"""{"_id":1,"name":"Edit {{edits++}}"}""");

        var counts = await store.ApplyAsync(Operations(s_split));

        Assert.Equal(1, counts.Late);
        Assert.Equal(1, await WithAsync(store, "name"));
        Assert.InRange(edits, 5, 500);
        Assert.StartsWith("1 document of collection 'docs' still needs work", store.Observer.Warnings.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnError.Fail, 1, 0)]
    [InlineData(OnError.Quarantine, 0, 1)]
    [InlineData(OnError.Keep, 0, 0)]
    public async Task A_document_that_does_not_fit_any_more_stops_nothing(OnError policy, int late, int quarantined)
    {
        await using var store = await FilledAsync();
        Once(store, 2, () => store.EditAsync(Collection, 1, """{"_id":1,"name":"A B","first":"C"}"""));

        var counts = await store.ApplyAsync(Operations(c => c.Split("name", ["first", "last"], " ", policy)));

        Assert.Equal((late, quarantined), (counts.Late, counts.Quarantined));
        Assert.Equal(quarantined, (await store.QuarantinedAsync()).Count);
        Assert.Equal(("A B", "C"), ((string?)(await OneAsync(store, 1))["name"], (string?)(await OneAsync(store, 1))["first"]));
    }

    [Fact]
    public async Task A_sweep_that_is_cut_off_goes_on_and_is_undone_at_any_checkpoint()
    {
        for (var at = 3; ; at++)
        {
            foreach (var back in new[] { false, true })
            {
                await using var store = await FilledAsync();
                Once(store, 2, () => store.InsertAsync(Collection, """{"_id":101,"name":"Old Too"}""", """{"_id":102,"name":"And This"}"""));
                store.FailAt(at);
                var cut = false;
                try
                {
                    await store.ApplyAsync(Operations(s_split));
                }
                catch (PowerCutException)
                {
                    cut = true;
                }

                if (!cut)
                {
                    Assert.InRange(at, 6, 100);
                    return;
                }

                await store.ReopenAsync();
                store.AfterCheckpoint = null;
                await (back ? store.RevertAsync(undo: store.LastCheckpoint) : store.ResumeAsync(store.LastCheckpoint));
                Assert.Equal(back ? (Count + 2, 0) : (0, Count + 2), (await WithAsync(store, "name"), await WithAsync(store, "last")));
            }
        }
    }

    /// <summary>Whether a document that comes later has a greater key than all that are there.</summary>
    protected virtual bool KeysGrow => true;

    [Theory]
    [InlineData(UnstampedPolicy.Report, false, 0, 3)]
    [InlineData(UnstampedPolicy.Old, false, 3, 0)]
    [InlineData(UnstampedPolicy.New, false, 0, 0)]
    [InlineData(UnstampedPolicy.Report, true, 3, 0)]
    public async Task What_came_later_and_can_not_be_told_apart_is_counted_or_done_as_is_said(UnstampedPolicy policy, bool writersStopped, int done, int late)
    {
        (done, late) = KeysGrow ? (done, late) : (0, done + late);
        await using var store = await FilledAsync();
        store.Passes = new PassOptions { WritersStopped = writersStopped };
        Once(store, 2, () => store.InsertAsync(Collection, [.. Enumerable.Range(101, 3).Select(static i => $$"""{"_id":{{i}},"n":0}""")]));

        var counts = await store.ApplyAsync(Operations(c => c.Unstamped(policy).Transform("count", static d => Add(d, 1), static d => Add(d, -1))));

        Assert.Equal((late, Count + done), (counts.Late, counts.Changed));
        Assert.Equal(Count + done, (await store.DocumentsAsync(Collection)).Sum(static document => (int)document["n"]!));
        Assert.Equal(late > 0, store.Observer.Warnings.Any(static warning => warning.StartsWith("3 documents came into collection 'docs'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_way_back_restored_that_was_cut_off_is_the_next_ones_to_do()
    {
        await using var store = await OpenAsync();
        store.ChunkSize = Chunk;
        await store.FillAsync(Collection, Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"age":"1.50"}"""));
        await store.ApplyAsync(Operations(static c => c.Convert("age", FieldType.Double, from: FieldType.String)));
        store.FailAt(2);
        await Assert.ThrowsAsync<PowerCutException>(() => store.RevertAsync());
        await store.ReopenAsync();
        await store.EditAsync(Collection, 1, """{"_id":1,"age":"2.5"}""");

        await store.ResumeAsync(null, undo: store.LastCheckpoint);
        await store.RevertAsync();

        Assert.Equal(["2.5", .. Enumerable.Repeat("1.50", Count - 1)], (await store.DocumentsAsync(Collection)).Select(static document => (string?)document["age"]));
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Operations_that_make_again_what_earlier_ones_went_by_do_not_tell_old_from_new()
    {
        await using var store = await FilledAsync();
        Once(store, 2, async () =>
        {
            await store.EditAsync(Collection, 1, """{"_id":1,"b":"new","name":"new too"}""");
            await store.InsertAsync(Collection, """{"_id":101,"b":"new","name":"new too"}""");
        });

        var counts = await store.ApplyAsync(Operations(static c => c.Rename("name", "b").Rename("n", "name")));

        Assert.Equal(1, counts.Late);
        Assert.Equal("new too", (await OneAsync(store, 1))["name"]);
        Assert.Equal("new too", (await OneAsync(store, 101))["name"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Any_number_of_workers_does_the_same(int workers)
    {
        await using var store = await FilledAsync();
        store.Passes = new PassOptions { Workers = workers };

        var counts = await store.ApplyAsync(Operations(static c => c
            .Transform("count", static d => (int)d["_id"]! % 9 == 0 ? throw new FormatException("nine") : Add(d, 1), static d => Add(d, -1), keepOriginal: true, onError: OnError.Quarantine)));

        Assert.Equal(new StepCounts(Scanned: Count, Changed: Count - 3, Quarantined: 3, Shadowed: Count - 3), counts);
        Assert.Equal(["18", "27", "9"], (await store.QuarantinedAsync()).Select(static line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(Count - 3, (await store.DocumentsAsync(Collection)).Sum(static document => (int)document["n"]!));
        await store.RevertAsync();
        await SameAsync(store, Documents());
    }

    /// <summary>Other programs write, once, after a checkpoint.</summary>
    private static void Once(DocumentStoreHarness store, int checkpoint, Func<Task> write)
    {
        var seen = 0;
        store.AfterCheckpoint = _ => ++seen == checkpoint ? write() : Task.CompletedTask;
    }

    private static async Task<int> WithAsync(DocumentStoreHarness store, string field) =>
        (await store.DocumentsAsync(Collection)).Count(document => document[field] is not null);

    private static async Task<JObject> OneAsync(DocumentStoreHarness store, int id) =>
        (await store.DocumentsAsync(Collection)).Single(document => (int)document["_id"]! == id);

    private static string[] Documents() => [.. Enumerable.Range(1, Count).Select(static i => string.Create(CultureInfo.InvariantCulture, $$"""{"_id":{{i}},"n":0,"name":"First{{i}} Last"}"""))];

    private async Task<DocumentStoreHarness> FilledAsync()
    {
        var store = await OpenAsync();
        store.ChunkSize = Chunk;
        await store.FillAsync(Collection, Documents());
        return store;
    }

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }
}
