using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.State;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

/// <summary><see cref="CreateCollectionOperation"/>, <see cref="DropCollectionOperation"/>, <see cref="RestoreCollectionOperation"/> and <see cref="RenameCollectionOperation"/>.</summary>
public sealed class CollectionOperationTests
{
    private static readonly string[] Documents = ["""{"_id":1,"sku":"a","n":12.50}""", """{"_id":2,"sku":"b","n":1e2}"""];

    [Fact]
    public async Task A_created_collection_is_moved_aside_on_the_way_back_and_returns_with_its_documents()
    {
        await using var store = new JsonStore();
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Create(static f => f.Field("sku", FieldShape.String)).CreateIndex(["sku"], unique: true)));
        await store.ExecuteAsync($"INSERT INTO docs (_id, document) VALUES (1, jsonb('{Documents[0]}')), (2, jsonb('{Documents[1]}'))");

        await store.RevertAsync();
        Assert.Equal(["docs"], await TablesAsync(store, "docs"));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Create(static f => f.Field("sku", FieldShape.String)).CreateIndex(["sku"], unique: true)));

        Assert.Equal(Documents, await store.TextsAsync("docs"));
        Assert.Equal(["ix_docs_sku"], await IndexesAsync(store));
    }

    [Fact]
    public async Task An_empty_collection_comes_and_goes()
    {
        await using var store = new JsonStore();
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Create()));
        Assert.Empty(await store.TextsAsync("docs"));
        await store.RevertAsync();
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Create()));

        Assert.Empty(await store.TextsAsync("docs"));
        await store.ExecuteAsync("INSERT INTO docs (_id, document) VALUES (1, jsonb('{\"_id\":1}'))");
        Assert.Equal(["""{"_id":1}"""], await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task A_dropped_collection_returns_with_documents_indexes_and_numbers()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["sku"], unique: true)));

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Drop()));
        Assert.Equal(2, counts.Shadowed);
        Assert.Empty(await store.QueryAsync("SELECT name FROM sqlite_master WHERE name = 'docs'", static row => row.GetString(0)));
        Assert.IsType<RestoreCollectionOperation>(store.LastStep(Direction.Backward).Operations.Single().Effective);
        await store.RevertAsync();

        Assert.Equal(Documents, await store.TextsAsync("docs"));
        Assert.Equal(["ix_docs_sku"], await IndexesAsync(store));
        await store.ExecuteAsync("INSERT INTO docs (_id, document) VALUES (3, jsonb('{\"_id\":3}'))");
        Assert.Equal([3L], await store.QueryAsync("SELECT seq FROM docs WHERE _id = 3", static row => row.GetInt64(0)));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Drop()));
        Assert.Empty(await store.QueryAsync("SELECT name FROM sqlite_master WHERE name = 'docs'", static row => row.GetString(0)));
        await store.RevertAsync();
        Assert.Equal(3, (await store.TextsAsync("docs")).Count);
    }

    [Fact]
    public async Task A_collection_of_the_name_of_a_dropped_one_has_no_part_in_its_quarantine()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"n":"text"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("n", FieldType.Int32, onError: OnError.Quarantine)));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Drop()));
        await store.FillAsync("docs", ["""{"_id":1,"a":1}"""]);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "b")));
        Assert.Equal(["""{"_id":1,"b":1}"""], await store.TextsAsync("docs"));
        await store.RevertAsync();
        await store.ExecuteAsync("DROP TABLE docs");
        await store.RevertAsync();

        Assert.Equal(["""{"_id":1,"n":"text"}"""], await store.TextsAsync("docs"));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("n", "m")));
        Assert.Equal(["""{"_id":1,"n":"text"}"""], await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task A_renamed_collection_keeps_documents_indexes_and_its_quarantine()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["sku"])));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("sku", FieldType.Int32, onError: OnError.Quarantine)));
        await store.ApplyAsync(LifeCycle.Operations(static c => c.RenameCollection("items")));

        Assert.Equal(Documents, await store.TextsAsync("items"));
        Assert.Equal(["ix_docs_sku"], await IndexesAsync(store, "items"));
        Assert.Equal(["items", "items"], await store.QueryAsync("SELECT collection FROM _docmigrate_quarantine", static row => row.GetString(0)));
        await store.RevertAsync();

        Assert.Equal(Documents, await store.TextsAsync("docs"));
        await store.RevertAsync();
        Assert.Empty(await store.QuarantinedAsync());
    }

    [Fact]
    public async Task Refuses_a_name_that_is_taken_and_a_collection_that_is_not_there()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);
        await store.FillAsync("items", Documents);

        Assert.Equal("DM6103", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Create())))).Code.Value);
        Assert.Equal("DM6103", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.RenameCollection("items"))))).Code.Value);
        Assert.Equal("DM6102", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.RenameCollection("x"), "none")))).Code.Value);
        Assert.Equal(Documents, await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task Refuses_a_table_that_is_no_collection()
    {
        await using var store = new JsonStore();
        await store.ExecuteAsync("CREATE TABLE docs (id INTEGER PRIMARY KEY, name TEXT)");

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "b"))));

        Assert.Equal("DM6101", error.Code.Value);
        Assert.Contains("id, name", error.Message, StringComparison.Ordinal);
    }

    private static Task<List<string>> IndexesAsync(JsonStore store, string table = "docs") =>
        store.QueryAsync($"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{table}'", static row => row.GetString(0));

    private static Task<List<string>> TablesAsync(JsonStore store, string name) => store.QueryAsync(
        $"SELECT substr(name, -{name.Length}) FROM sqlite_master WHERE type = 'table' AND name LIKE '\\_docmigrate\\_aside%' ESCAPE '\\'", static row => row.GetString(0));
}
