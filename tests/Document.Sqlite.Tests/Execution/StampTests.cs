using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Upgrading;
using DocMigrate.Document.Values;
using DocMigrate.History;
using DocMigrate.Operations;
using DocMigrate.Planning;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>Passes over a versioned collection write stamps, by the server and in this process.</summary>
public sealed class StampTests
{
    private static readonly string[] s_documents = ["""{"_id":1,"name":"Ada","age":"36"}""", """{"_id":2,"name":"Grace","age":"x"}""", """{"_id":3,"name":"Mary"}"""];

    /// <summary>A store whose collection a migration created, and then somebody filled.</summary>
    private static async Task<JsonStore> StoreAsync()
    {
        var store = new JsonStore();
        await store.ApplyAsync(new CreateCollectionOperation { Collection = "docs" });
        await store.InsertAsync("docs", s_documents);
        return store;
    }

    private static MigrationOperation[] Build(Action<DocumentsBuilder> build) => LifeCycle.Operations(build);

    private static string Stamp(params MigrationOperation[] operations) =>
        DocumentUpgrader.Create(new StoreOperations([new CreateCollectionOperation { Collection = "docs" }, .. operations], []), "docs").Stamp;

    private static async Task<List<string?>> StampsAsync(JsonStore store) => [.. (await store.DocumentsAsync("docs")).Select(static document => document.Value<string>("_v"))];

    [Fact]
    public async Task The_first_stamping_is_a_pass_and_going_back_to_the_start_takes_the_stamps_off()
    {
        await using var store = await StoreAsync();

        await store.ApplyAsync(Build(static c => c.Versioned()));
        Assert.Equal(["0.0", "0.0", "0.0"], await StampsAsync(store));

        await store.RevertAsync();
        Assert.Equal(s_documents, await store.TextsAsync("docs"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pass_stamps_each_document_that_it_has_done_and_goes_back_to_the_stamp_before(bool server)
    {
        await using var store = await StoreAsync();
        var versioned = Build(static c => c.Versioned());
        var change = Build(c => _ = server ? c.Rename("name", "fullName") : c.Transform("rename", Rename, Back));
        await store.ApplyAsync(versioned);
        var before = await store.TextsAsync("docs");

        await store.ApplyAsync(change);

        var stamp = Stamp([.. versioned, .. change]);
        Assert.Equal([stamp, stamp, stamp], await StampsAsync(store));
        Assert.All(await store.DocumentsAsync("docs"), static document => Assert.True(document.ContainsKey("fullName")));
        await store.RevertAsync();
        Assert.Equal(before.Select(static text => (string?)Sorted(text)), (await store.TextsAsync("docs")).Select(static text => (string?)Sorted(text)));
    }

    [Fact]
    public async Task A_document_in_quarantine_keeps_the_stamp_that_it_had()
    {
        await using var store = await StoreAsync();
        var operations = Build(static c => c.Versioned().Convert("age", FieldType.Int32, onError: OnError.Quarantine));

        await store.ApplyAsync(operations);

        var stamp = Stamp(operations);
        Assert.Equal([stamp, null, stamp], await StampsAsync(store));
        Assert.Single(await store.QuarantinedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_that_bears_the_new_stamp_already_is_not_done_twice(bool server)
    {
        await using var store = await StoreAsync();
        var versioned = Build(static c => c.Versioned());
        var change = Build(c => _ = server ? c.Set("n", static x => x.Path("n").Plus(1), where: static x => x.Path("n").AtLeast(0)) : c.Transform("count", Count));
        await store.ApplyAsync(versioned);
        var stamp = Stamp([.. versioned, .. change]);
        await store.InsertAsync("docs", """{"_id":4,"n":5}""", $$"""{"_id":5,"n":5,"_v":"{{stamp}}"}""", """{"_id":6,"n":5,"_v":"0.0"}""");

        await store.ApplyAsync(change);

        Assert.Equal([6, 5, 6], (await store.DocumentsAsync("docs")).Skip(3).Select(static document => document.Value<int>("n")));
        Assert.All((await StampsAsync(store)).Skip(3), present => Assert.Equal(stamp, present));
    }

    [Fact]
    public async Task The_old_shape_under_the_new_stamp_is_found_by_its_looks()
    {
        await using var store = await StoreAsync();
        var operations = Build(static c => c.Versioned().Rename("name", "fullName"));
        await store.InsertAsync("docs", $$"""{"_id":4,"name":"Old","_v":"{{Stamp(operations)}}"}""");

        await store.ApplyAsync(operations);

        Assert.Equal("Old", (await store.DocumentsAsync("docs"))[3].Value<string>("fullName"));
    }

    [Fact]
    public async Task Stamps_are_written_by_the_server_where_the_changes_are()
    {
        await using var store = await StoreAsync();
        await store.ApplyAsync(Build(static c => c.Versioned().Rename("name", "fullName")));

        var detail = await store.Backend.DetailAsync(store.LastStep(Direction.Forward), TestContext.Current.CancellationToken);

        Assert.All(detail.Operations, static operation => Assert.Equal(ExecutionSite.Server, operation.Execution));
    }

    [Fact]
    public async Task What_a_pass_stamped_the_upgrader_takes_for_current_and_what_it_has_not_come_to_is_taken_up()
    {
        await using var store = await StoreAsync();
        var operations = Build(static c => c.Versioned().Rename("name", "fullName"));
        var upgrader = DocumentUpgrader.Create(new StoreOperations([new CreateCollectionOperation { Collection = "docs" }, .. operations], []), "docs");
        var old = await store.DocumentsAsync("docs");

        await store.ApplyAsync(operations);

        var stored = await store.DocumentsAsync("docs");
        Assert.All(stored, document => Assert.True(upgrader.IsCurrent(document)));
        old[0]["_v"] = "0.0";
        Assert.Equal(Sorted(DocumentWriter.Write(stored[0])), Sorted(DocumentWriter.Write(upgrader.Upgrade(old[0]).Document)));
    }

    private static string Sorted(string text) =>
        DocumentWriter.Write(new JObject(DocumentReader.Read(text).Properties().OrderBy(static property => property.Name, StringComparer.Ordinal)));

    private static JObject Rename(JObject document)
    {
        document["fullName"] = document["name"];
        document.Remove("name");
        return document;
    }

    private static JObject Count(JObject document)
    {
        document["n"] = (document.Value<int?>("n") ?? 0) + 1;
        return document;
    }

    private static JObject Back(JObject document)
    {
        document["name"] = document["fullName"];
        document.Remove("fullName");
        return document;
    }
}
