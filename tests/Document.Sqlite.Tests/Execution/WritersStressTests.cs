using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Running;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>Programs of the old and the new version insert, change and delete documents while a long pass goes on: nothing is lost, overwritten, missed or done twice.</summary>
public sealed class WritersStressTests
{
    private const int Count = 4_000;
    private const int Chunk = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    public async Task What_tells_old_from_new_leaves_nothing_behind(int seed)
    {
        await using var store = await FilledAsync();
        await using var writers = new Writers(store, Count, seed);
        var sweeps = 0;
        store.AfterCheckpoint = async progress =>
        {
            var sweeping = PassCursor.Parse(progress.Cursor!).Sweeping;
            if (!sweeping || sweeps++ < 30)
            {
                writers.Ask(6);
            }

            // During the sweep nothing may be on its way that would be written after the end.
            await writers.DoneAsync(all: sweeping);
        };

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("name", "title")));

        Assert.InRange(sweeps, 30, 500);
        Assert.InRange(writers.Writes, 200, 1000);
        Assert.Equal(0, counts.Late);
        await SameAsync(store, writers);
        Assert.Equal(0, await CountAsync(store, "document -> 'name' IS NOT NULL"));
        Assert.Equal(0, counts.Quarantined);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(20260102, 4)]
    public async Task What_can_not_tell_does_each_once_and_counts_what_came_later(int seed, int workers)
    {
        await using var store = await FilledAsync();
        store.Passes = new PassOptions { Workers = workers };
        await using var writers = new Writers(store, Count, seed);
        store.AfterCheckpoint = async progress =>
        {
            writers.Ask(8);
            var cursor = PassCursor.Parse(progress.Cursor!);
            await writers.DoneAsync(all: cursor.At == cursor.Upper);
        };

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Transform(
            "count", static d => { d["c"] = (int?)d["c"] + 1 ?? 1; return d; }, static d => { d.Remove("c"); return d; })));

        Assert.InRange(writers.Writes, 100, 1000);
        await SameAsync(store, writers);
        Assert.Equal(writers.Expected.Keys.Count(static id => id <= Count), await CountAsync(store, $"_id <= {Count} AND document ->> 'c' = 1"));
        Assert.Equal(counts.Late, await CountAsync(store, "document -> 'c' IS NULL"));
        Assert.Equal(counts.Late, writers.Expected.Keys.Count(static id => id > Count));
    }

    private static async Task<JsonStore> FilledAsync()
    {
        var store = new JsonStore { ChunkSize = Chunk };
        await store.FillAsync(LifeCycle.Collection, Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"n":0,"name":"text {{i}}"}"""));
        return store;
    }

    private static async Task SameAsync(JsonStore store, Writers writers)
    {
        var documents = await store.QueryAsync(
            "SELECT _id, document ->> 'n', coalesce(document ->> 'title', document ->> 'name') FROM docs", static row => (Id: row.GetInt64(0), (row.GetInt32(1), row.GetString(2))));
        Assert.Equal(
            writers.Expected.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value)),
            documents.OrderBy(static document => document.Id));
    }

    private static async Task<long> CountAsync(JsonStore store, string condition) =>
        (await store.QueryAsync($"SELECT count(*) FROM docs WHERE {condition}", static row => row.GetInt64(0)))[0];
}
