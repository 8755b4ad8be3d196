using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>Operations on collections and their indexes. Nothing with documents in it is dropped: it is moved aside, and comes back the other way.</summary>
public abstract class CollectionTests : DocumentSuite
{
    private static readonly string[] s_documents = ["""{"_id":1,"sku":"a","n":12.5}""", """{"_id":2,"sku":"b","n":100}"""];

    /// <summary>Whether there can be an index on a key with a dot in it; else such a one is refused when it is planned.</summary>
    protected virtual bool IndexesLiteralKeys => true;

    /// <summary>Whether the store has indexes with options. Default false: it refuses them.</summary>
    protected virtual bool HasIndexOptions => false;

    [Fact]
    public async Task An_index_with_options_is_made_and_comes_back_or_is_refused_when_the_plan_is_made()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"a":1}"""]);
        var operations = Operations(static c => c.Rename("a", "b").CreateIndex(["b"], unique: true, name: "some", options: new() { Sparse = true }));
        if (!HasIndexOptions)
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => store.ApplyAsync(operations));
            Assert.Equal("DM6284", error.Code.Value);
            await SameAsync(store, ["""{"_id":1,"a":1}"""]);
            return;
        }

        await store.ApplyAsync(operations);
        var made = await store.ContentAsync();
        await store.ApplyAsync(Operations(static c => c.DropIndex("some")));
        Assert.Empty(await store.IndexesAsync(Collection));
        await store.RevertAsync();
        Assert.Equal(["some"], await store.IndexesAsync(Collection));
        Assert.Contains("\"sparse\":true", made, StringComparison.Ordinal);
        Assert.Contains("\"sparse\":true", await store.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_created_collection_is_moved_aside_on_the_way_back_and_returns_with_documents_and_indexes()
    {
        await using var store = await OpenAsync();
        var operations = Operations(static c => c.Create(static f => f.Field("sku", FieldShape.String)).CreateIndex(["sku"], unique: true));
        await store.ApplyAsync(operations);
        await store.InsertAsync(Collection, s_documents);

        await store.RevertAsync();
        Assert.Empty(await store.CollectionsAsync());
        await store.ApplyAsync(operations);

        await SameAsync(store, s_documents);
        Assert.Equal(["ix_docs_sku"], await store.IndexesAsync(Collection));
    }

    [Fact]
    public async Task An_empty_collection_comes_and_goes()
    {
        await using var store = await OpenAsync();
        await store.ApplyAsync(Operations(static c => c.Create()));
        await SameAsync(store, []);
        await store.RevertAsync();
        Assert.Empty(await store.CollectionsAsync());
        await store.ApplyAsync(Operations(static c => c.Create()));

        await store.InsertAsync(Collection, s_documents[0]);
        await SameAsync(store, [s_documents[0]]);
    }

    [Fact]
    public async Task A_dropped_collection_is_counted_as_kept_and_returns_with_documents_and_indexes_any_number_of_times()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["sku"], unique: true)));
        for (var i = 1; i <= 2; i++)
        {
            var counts = await store.ApplyAsync(Operations(static c => c.Drop()));
            Assert.Equal(2, counts.Shadowed);
            Assert.Empty(await store.CollectionsAsync());
            await store.RevertAsync();

            await SameAsync(store, s_documents);
            Assert.Equal(["ix_docs_sku"], await store.IndexesAsync(Collection));
        }

        await store.InsertAsync(Collection, """{"_id":3,"sku":"c"}""");
        Assert.Equal(3, (await store.DocumentsAsync(Collection)).Count);
    }

    [Fact]
    public async Task A_collection_of_the_name_of_a_dropped_one_has_no_part_in_its_quarantine()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"n":"text"}"""]);
        await store.ApplyAsync(Operations(static c => c.Convert("n", FieldType.Int32, onError: OnError.Quarantine)));
        await store.ApplyAsync(Operations(static c => c.Drop()));
        await store.ApplyAsync(Operations(static c => c.Create()));
        await store.InsertAsync(Collection, """{"_id":1,"a":1}""");

        await store.ApplyAsync(Operations(static c => c.Rename("a", "b")));
        await SameAsync(store, ["""{"_id":1,"b":1}"""]);
        await store.RevertAsync();
        await store.RevertAsync();
        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"n":"text"}"""]);
        await store.ApplyAsync(Operations(static c => c.Rename("n", "m")));
        await SameAsync(store, ["""{"_id":1,"n":"text"}"""]);
    }

    [Fact]
    public async Task A_renamed_collection_keeps_documents_indexes_and_its_quarantine()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["sku"])));
        await store.ApplyAsync(Operations(static c => c.Convert("sku", FieldType.Int32, onError: OnError.Quarantine)));
        await store.ApplyAsync(Operations(static c => c.RenameCollection("items")));

        await SameAsync(store, s_documents, "items");
        Assert.Equal(["items"], await store.CollectionsAsync());
        Assert.Equal(["ix_docs_sku"], await store.IndexesAsync("items"));
        await store.ApplyAsync(Operations(static c => c.Rename("n", "m"), "items"));
        await SameAsync(store, s_documents, "items");
        await store.RevertAsync();
        await store.RevertAsync();

        await SameAsync(store, s_documents);
        await store.RevertAsync();
        Assert.Empty(await store.QuarantinedAsync());
        Assert.Equal(["ix_docs_sku"], await store.IndexesAsync(Collection));
    }

    [Fact]
    public async Task Refuses_a_name_that_is_taken_and_a_collection_that_is_not_there_and_changes_nothing()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        await store.FillAsync("items", s_documents);

        Assert.Contains("'docs'", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.Create())))).Message, StringComparison.Ordinal);
        Assert.Contains("'items'", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.RenameCollection("items"))))).Message, StringComparison.Ordinal);
        Assert.Contains("'none'", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.RenameCollection("x"), "none")))).Message, StringComparison.Ordinal);
        Assert.Contains("'none'", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.CreateIndex(["x"]), "none")))).Message, StringComparison.Ordinal);
        await SameAsync(store, s_documents);
        await SameAsync(store, s_documents, "items");
    }

    [Fact]
    public async Task Refuses_what_is_no_collection_and_names_it()
    {
        await using var store = await OpenAsync();
        await store.MakeOtherAsync(Collection);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.Rename("a", "b"))));

        Assert.Contains("'docs'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_comes_and_goes_and_a_dropped_one_returns_unique_as_it_was()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, s_documents);
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["sku", "n"], unique: true, name: "both")));
        Assert.Equal(["both"], await store.IndexesAsync(Collection));

        await store.ApplyAsync(Operations(static c => c.DropIndex("both")));
        Assert.Empty(await store.IndexesAsync(Collection));
        await store.RevertAsync();

        Assert.Equal(["both"], await store.IndexesAsync(Collection));
        await Assert.ThrowsAnyAsync<Exception>(() => store.InsertAsync(Collection, """{"_id":9,"sku":"a","n":12.5}"""));
        await store.RevertAsync();
        Assert.Empty(await store.IndexesAsync(Collection));
        await store.InsertAsync(Collection, """{"_id":9,"sku":"a","n":12.5}""");
    }

    [Fact]
    public async Task An_index_on_a_literal_key_with_a_dot_is_not_one_on_a_path()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1,"price":{"usd":1},"price.usd":1}""", """{"_id":2,"price":{"usd":1},"price.usd":2}"""]);

        var literal = Operations(static c => c.CreateIndex([DocumentPath.Of("price.usd")], unique: true, name: "literal"));
        if (!IndexesLiteralKeys)
        {
            Assert.Contains("price.usd", (await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(literal))).Message, StringComparison.Ordinal);
            return;
        }

        await store.ApplyAsync(literal);
        await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.CreateIndex(["price.usd"], unique: true, name: "path"))));

        Assert.Equal(["literal"], await store.IndexesAsync(Collection));
    }
}
