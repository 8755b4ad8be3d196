using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

/// <summary><see cref="CreateDocumentIndexOperation"/> and <see cref="DropDocumentIndexOperation"/>.</summary>
public sealed class DocumentIndexOperationTests
{
    private const string Query = "EXPLAIN QUERY PLAN SELECT _id FROM docs WHERE document ->> '$.\"last\"' = 'x'";
    private static readonly string[] Documents = ["""{"_id":1,"last":"x","first":"a"}""", """{"_id":2,"last":"x","first":"b"}""", """{"_id":3}""", """{"_id":4}"""];

    [Fact]
    public async Task Creates_an_index_that_queries_use_and_drops_it_again()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["last", "first"])));
        Assert.Contains("USING INDEX ix_docs_last_first", (await store.QueryAsync(Query, static row => row.GetString(3)))[0], StringComparison.Ordinal);
        await store.RevertAsync();
        Assert.DoesNotContain("ix_docs_last_first", (await store.QueryAsync(Query, static row => row.GetString(3)))[0], StringComparison.Ordinal);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["last", "first"])));

        Assert.Contains("USING INDEX ix_docs_last_first", (await store.QueryAsync(Query, static row => row.GetString(3)))[0], StringComparison.Ordinal);
        Assert.Equal(Documents, await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task A_dropped_index_returns_on_the_way_back_unique_as_it_was()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["last", "first"], unique: true, name: "names")));

        await store.ApplyAsync(LifeCycle.Operations(static c => c.DropIndex("names")));
        await store.ExecuteAsync("INSERT INTO docs (_id, document) SELECT 5, jsonb_set(document, '$._id', 5) FROM docs WHERE _id = 1");
        await store.ExecuteAsync("DELETE FROM docs WHERE _id = 5");
        await store.RevertAsync();

        var error = await Assert.ThrowsAsync<SqliteException>(() => store.ExecuteAsync("INSERT INTO docs (_id, document) SELECT 5, document FROM docs WHERE _id = 1"));
        Assert.Equal(19, error.SqliteErrorCode);
    }

    [Fact]
    public async Task Names_the_documents_that_have_equal_values_and_takes_missing_ones_for_different()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents[1..]);
        store.AfterPreflight = () => store.InsertAsync("docs", Documents[0]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex(["last"], unique: true))));

        Assert.Equal("DM6106", error.Code.Value);
        Assert.Contains("Groups of _id: 2, 1.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await store.QueryAsync("SELECT name FROM sqlite_master WHERE name LIKE 'ix%'", static row => row.GetString(0)));
    }

    [Fact]
    public async Task A_unique_index_that_cannot_be_rolls_back_the_reshape_before_it()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents[1..]);
        store.AfterPreflight = () => store.InsertAsync("docs", Documents[0]);

        await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("last", "surname").CreateIndex(["surname"], unique: true))));

        Assert.Equal([.. Documents[1..], Documents[0]], await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task Refuses_a_path_that_SQL_can_not_write()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", Documents);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.CreateIndex([DocumentPath.Of("quo\"te")]))));

        Assert.Equal("DM6107", error.Code.Value);
    }
}
