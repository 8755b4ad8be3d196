using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Operations;
using DocMigrate.Running;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Passes of many chunks: cut off at each checkpoint and gone on with, or back; and what other programs write meanwhile.</summary>
public abstract class PassTests : DocumentSuite
{
    private const int Count = 30;
    private const int Chunk = 7;

    private static readonly Dictionary<string, Action<DocumentsBuilder>> s_passes = new(StringComparer.Ordinal)
    {
        ["disjoint"] = static c => c.Split("name", ["first", "last"], " ").Nest(["rate", "e"], "numbers"),
        ["not disjoint"] = static c => c.Convert("price", FieldType.Double).Remove("rate"),
        ["counting"] = static c => c.Transform("count", static d => Add(d, 1), static d => Add(d, -1)),
        ["keeping"] = static c => c.Transform("count", static d => Add(d, 1), keepOriginal: true),
        ["two passes"] = static c => c.Rename("name", "title").Transform("count", static d => Add(d, 1), static d => Add(d, -1)),
        ["listing"] = static c => c.Convert("odd", FieldType.Int32, onError: OnError.Quarantine).Rename("odd", "even"),
    };

    public static TheoryData<string> Names => [.. s_passes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Goes_in_chunks_each_with_a_checkpoint(string pass)
    {
        await using var store = await FilledAsync();
        var checkpoints = new List<StepProgress>();
        store.AtCheckpoint = checkpoints.Add;

        var counts = await store.ApplyAsync(Operations(pass));

        Assert.Equal(0, counts.Scanned % Count);
        Assert.True(checkpoints.Count >= counts.Scanned / Chunk);
        Assert.All(checkpoints, static progress => Assert.Equal(progress.InHand > 0, progress.Cursor is not null));
        Assert.Equal(checkpoints.Select(static progress => progress.Counts.Scanned).Order(), checkpoints.Select(static progress => progress.Counts.Scanned));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Goes_on_where_it_was_cut_off_at_any_checkpoint_and_does_nothing_twice(string pass)
    {
        var (after, counts) = await UndisturbedAsync(pass);
        for (var cut = 1; ; cut++)
        {
            await using var store = await FilledAsync();
            store.FailAt(cut);
            if (await RunsAsync(() => store.ApplyAsync(Operations(pass))))
            {
                Assert.True(cut > 3);
                return;
            }

            await store.ReopenAsync();
            var resumed = await store.ResumeAsync(store.LastCheckpoint);
            Assert.Equal(counts, store.ForgetsCounts ? resumed with { Changed = counts.Changed, Quarantined = counts.Quarantined, Shadowed = counts.Shadowed } : resumed);
            Same(after, await store.DocumentsAsync(Collection));
            await store.RevertAsync();
            await SameAsync(store, Documents());
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            Assert.Empty(await store.QuarantinedAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_undone_as_far_as_it_went_when_it_was_cut_off_at_any_checkpoint(string pass)
    {
        for (var cut = 1; ; cut++)
        {
            await using var store = await FilledAsync();
            store.FailAt(cut);
            if (await RunsAsync(() => store.ApplyAsync(Operations(pass))))
            {
                Assert.True(cut > 3);
                return;
            }

            await store.ReopenAsync();
            await store.RevertAsync(undo: store.LastCheckpoint ?? new StepProgress());
            await SameAsync(store, Documents());
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            Assert.Empty(await store.QuarantinedAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Goes_on_with_a_way_back_that_was_cut_off_at_any_checkpoint(string pass)
    {
        for (var cut = 1; ; cut++)
        {
            await using var store = await FilledAsync();
            await store.ApplyAsync(Operations(pass));
            store.FailAt(cut);
            if (await RunsAsync(() => store.RevertAsync()))
            {
                Assert.True(cut > 3);
                return;
            }

            await store.ReopenAsync();
            await store.RevertAsync(resume: store.LastCheckpoint);
            await SameAsync(store, Documents());
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            Assert.Empty(await store.QuarantinedAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_other_programs_write_between_chunks_is_neither_lost_nor_brought_back(string pass)
    {
        await using var store = await FilledAsync();
        var written = false;
        store.AfterCheckpoint = async _ =>
        {
            if (!written)
            {
                written = true;
                await store.DeleteAsync(Collection, 2);
                await store.DeleteAsync(Collection, Count - 2);
                await store.EditAsync(Collection, Count - 3, Text(Count - 3).Replace("\"n\":0", "\"n\":70", StringComparison.Ordinal));
            }
        };
        await store.ApplyAsync(Operations(pass));
        Assert.True(written);

        await store.RevertAsync();

        var expected = Documents().ToList();
        expected[Count - 4] = expected[Count - 4].Replace("\"n\":0", "\"n\":70", StringComparison.Ordinal);
        expected.RemoveAt(Count - 3);
        expected.RemoveAt(1);
        await SameAsync(store, expected);
    }

    [Fact]
    public async Task What_was_kept_of_a_document_that_was_deleted_goes_with_the_way_back()
    {
        await using var store = await FilledAsync();
        await store.ApplyAsync(Operations("not disjoint"));
        await store.DeleteAsync(Collection, 2);
        await store.RevertAsync();
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));

        await store.InsertAsync(Collection, """{"_id":2,"price":"1"}""");
        await store.ApplyAsync(Operations("not disjoint"));
        await store.RevertAsync();
        Same([JObject(""" {"_id":2,"price":"1"} """)], (await store.DocumentsAsync(Collection))[^1..]);
    }

    [Fact]
    public async Task An_edit_of_a_document_that_was_done_stays_and_is_not_done_twice()
    {
        await using var store = await FilledAsync();
        var written = false;
        store.AfterCheckpoint = async progress =>
        {
            if (!written && progress.Counts.Scanned > 0)
            {
                written = true;
                await store.EditAsync(Collection, 1, """{"_id":1,"n":100}""");
            }
        };

        await store.ApplyAsync(Operations("counting"));

        Assert.Equal([100, .. Enumerable.Repeat(1, Count - 1)], (await store.DocumentsAsync(Collection)).Select(static document => (int)document["n"]!));
    }

    [Theory]
    [InlineData("counting")]
    [InlineData("keeping")]
    public async Task Leaves_documents_alone_that_came_after_a_pass_began_which_can_not_tell_old_from_new(string pass)
    {
        await using var store = await FilledAsync();
        store.FailAt(3);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations(pass)));
        await store.ReopenAsync();
        await store.InsertAsync(Collection, """{"_id":"late","n":5}""");

        await store.ResumeAsync(store.LastCheckpoint);

        Assert.Equal([.. Enumerable.Repeat(1, Count), 5], (await store.DocumentsAsync(Collection)).Select(static document => (int)document["n"]!));
        await store.RevertAsync();
        Assert.Equal(Enumerable.Repeat(0, Count), (await store.DocumentsAsync(Collection)).Take(Count).Select(static document => (int)document["n"]!));
    }

    [Fact]
    public async Task Does_documents_that_came_after_a_disjoint_pass_began()
    {
        await using var store = await FilledAsync();
        store.FailAt(3);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync(Operations("disjoint")));
        await store.ReopenAsync();
        await store.InsertAsync(Collection, """{"_id":"old","name":"A B"}""", """{"_id":"new","first":"C"}""");

        await store.ResumeAsync(store.LastCheckpoint);

        Same([JObject(""" {"_id":"old","first":"A","last":"B"} """), JObject(""" {"_id":"new","first":"C"} """)], (await store.DocumentsAsync(Collection))[^2..]);
    }

    [Fact]
    public async Task Stops_between_two_chunks_when_it_is_cancelled_and_goes_on_from_there()
    {
        await using var store = await FilledAsync();
        using var cancellation = new CancellationTokenSource();
        store.Cancellation = cancellation.Token;
        store.AtCheckpoint = progress =>
        {
            if (progress.Counts.Scanned > 0)
            {
                cancellation.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ApplyAsync(Operations("counting")));

        Assert.Equal(Chunk, store.LastCheckpoint!.Counts.Scanned);
        Assert.Equal(Chunk, (await store.DocumentsAsync(Collection)).Sum(static document => (int)document["n"]!));
        store.Cancellation = Token;
        store.AtCheckpoint = null;
        await store.ResumeAsync(store.LastCheckpoint);
        Assert.Equal(Count, (await store.DocumentsAsync(Collection)).Sum(static document => (int)document["n"]!));
    }

    [Fact]
    public virtual async Task Says_that_a_collection_is_missing_and_does_nothing()
    {
        await using var store = await OpenAsync();

        Assert.Equal(StepCounts.Zero, await store.ApplyAsync(Operations("disjoint")));

        Assert.Contains("'docs'", Assert.Single(store.Observer.Warnings), StringComparison.Ordinal);
        Assert.Empty(await store.CollectionsAsync());
    }

    private static MigrationOperation[] Operations(string pass) => Operations(s_passes[pass]);

    private static string[] Documents() => [.. Enumerable.Range(1, Count).Select(Text)];

    private static string Text(int i) =>
        $$"""{"_id":{{i}},"n":0,"name":"First{{i}} Last","price":"{{i}}.50","rate":{{i}}.5,"e":{"deep":[{{i}}]},"odd":{{(i % 4 == 0 ? "\"none\"" : $"\"{i}\"")}}}""";

    private static JObject JObject(string text) => DocMigrate.Document.Values.DocumentReader.Read(text);

    private static async Task<bool> RunsAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private async Task<DocumentStoreHarness> FilledAsync()
    {
        var store = await OpenAsync();
        store.ChunkSize = Chunk;
        await store.FillAsync(Collection, Documents());
        return store;
    }

    private async Task<(List<JObject> After, StepCounts Counts)> UndisturbedAsync(string pass)
    {
        await using var store = await FilledAsync();
        var counts = await store.ApplyAsync(Operations(pass));
        return (await store.DocumentsAsync(Collection), counts);
    }

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }
}
