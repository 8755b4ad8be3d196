using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Migrations of documents as the engine runs them, with ledger, journal and lock in the store's own database.</summary>
public abstract class MigrationTests : DocumentSuite
{
    private const int Count = 25;

    private static readonly string[] s_documents = [.. Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"n":{{i}},"name":"A{{i}} B"}""")];

    [Fact]
    public async Task Go_to_any_migration_and_back()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        var project = Defined(store);

        var result = await project.MigrateAsync();
        Assert.Equal(3, result.Applied.Count);
        Assert.Equal(["0001_names Applied", "0002_double Applied", "0003_nest Applied"], await project.StatusesAsync());
        await SameAsync(store, [.. Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"who":{"first":"A{{i}}","last":"B"},"twice":{{2 * i}}}""")]);

        await project.MigrateAsync("0001");
        await SameAsync(store, [.. Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"n":{{i}},"first":"A{{i}}","last":"B"}""")]);
        await project.MigrateAsync("zero");
        await SameAsync(store, s_documents);
        Assert.Equal(["0001_names RolledBack", "0002_double RolledBack", "0003_nest RolledBack"], await project.StatusesAsync());
    }

    [Fact]
    public async Task Stopped_at_any_checkpoint_they_go_on_and_give_what_an_undisturbed_run_gives()
    {
        var expected = Enumerable.Range(1, Count).Select(static i => $$"""{"_id":{{i}},"who":{"first":"A{{i}}","last":"B"},"twice":{{2 * i}}}""").ToList();
        await ForEachStopAsync(async (store, project) =>
        {
            await project.MigrateAsync();
            await SameAsync(store, expected);
            Assert.All(await project.StatusesAsync(), static status => Assert.EndsWith(" Applied", status, StringComparison.Ordinal));
            await project.MigrateAsync("zero");
            await SameAsync(store, s_documents);
        });
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("0001")]
    [InlineData("0002")]
    public async Task Stopped_at_any_checkpoint_they_go_back_to_any_migration(string target)
    {
        await using var stepwise = await OpenAsync();
        await stepwise.FillAsync(Collection, s_documents);
        await Defined(stepwise).MigrateAsync(target);
        var expected = await stepwise.TextsAsync(Collection);

        await ForEachStopAsync(async (store, project) =>
        {
            await project.MigrateAsync(target);
            await SameAsync(store, expected);
            await project.MigrateAsync("zero");
            await SameAsync(store, s_documents);
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
        });
    }

    [Fact]
    public async Task A_way_back_that_was_stopped_at_any_checkpoint_goes_on_or_turns_round()
    {
        for (var stop = 1; ; stop++)
        {
            await using var store = await OpenAsync();
            store.ChunkSize = 6;
            await store.FillAsync(Collection, s_documents);
            var project = Defined(store);
            await project.MigrateAsync();
            var forth = await store.TextsAsync(Collection);
            if (!await project.StopAsync(stop, "zero"))
            {
                Assert.True(stop > 4);
                return;
            }

            if (stop % 2 == 0)
            {
                await project.MigrateAsync();
                await SameAsync(store, forth);
            }

            await project.MigrateAsync("zero");
            await SameAsync(store, s_documents);
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
        }
    }

    [Fact]
    public async Task What_preflight_can_see_stops_them_before_anything_is_written_whatever_the_migration_that_it_is_in()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, [.. s_documents, """{"_id":"bad","n":"many","name":"C D"}"""]);
        var project = new DocumentProject(store);
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " "));
        project.Define("0002_number", static c => c.Convert("n", FieldType.Int64));

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Contains("_id bad: n a string that can't be converted to Int64", error.Message, StringComparison.Ordinal);
        await SameAsync(store, [.. s_documents, """{"_id":"bad","n":"many","name":"C D"}"""]);
        Assert.Equal(["0001_names Pending", "0002_number Pending"], await project.StatusesAsync());
    }

    private static DocumentProject Defined(DocumentStoreHarness store)
    {
        var project = new DocumentProject(store);
        project.Define("0001_names", static c => c.Split("name", ["first", "last"], " "));
        project.Define("0002_double", static c => c.Transform("double", static d => Replace(d, "n", "twice", static n => n * 2), static d => Replace(d, "twice", "n", static n => n / 2)));
        project.Define("0003_nest", static c => c.Nest(["first", "last"], "who"));
        return project;
    }

    private async Task ForEachStopAsync(Func<DocumentStoreHarness, DocumentProject, Task> then)
    {
        for (var stop = 1; ; stop++)
        {
            await using var store = await OpenAsync();
            store.ChunkSize = 6;
            await store.FillAsync(Collection, s_documents);
            var project = Defined(store);
            if (!await project.StopAsync(stop))
            {
                Assert.True(stop > 4);
                return;
            }

            await then(store, project);
        }
    }

    /// <summary>Code that takes only the old shape: a document that was done already would be seen.</summary>
    private static JObject Replace(JObject document, string from, string to, Func<int, int> change)
    {
        var value = document[from] ?? throw new InvalidOperationException($"There is no '{from}': this document was done already.");
        document.Remove(from);
        document[to] = change(value.ToObject<int>());
        return document;
    }
}
