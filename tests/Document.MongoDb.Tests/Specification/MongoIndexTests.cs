using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Reading;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reading;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

/// <summary>Indexes of every kind, as migrations make them and as the server lists them; and what is no ordinary collection.</summary>
public sealed class MongoIndexTests(StandInServers servers) : DocumentSuite
{
    private static readonly DocumentIndexOptions[] s_options =
    [
        DocumentIndexOptions.None,
        new() { Sparse = true },
        new() { Filter = """{"a":{"$exists":true},"n":{"$gt":5}}""" },
        new() { Descending = [DocumentPath.Of("a")] },
        new() { ExpireAfterSeconds = 3600 },
        new() { ExpireAfterSeconds = 0, Sparse = true },
        new() { Collation = new IndexCollation { Locale = "en", Strength = 2 } },
        new() { Collation = new IndexCollation { Locale = "de", Strength = 1, CaseLevel = true, NumericOrdering = true }, Sparse = true },
        new() { Kind = DocumentIndexKind.Text },
        new() { Kind = DocumentIndexKind.Text, Language = "german", Filter = """{"n":{"$type":"int"}}""" },
        new() { Kind = DocumentIndexKind.Wildcard },
    ];

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    [Fact]
    public async Task What_is_made_of_an_index_that_was_read_is_that_index()
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync(Collection, ["""{"_id":1,"a":"x","b":{"c":1},"n":7}"""]);
        IReadOnlyList<DocumentPath>[] paths = [[DocumentPath.Of("a")], [DocumentPath.Of("b", "c"), DocumentPath.Of("a")], [DocumentPath.Root], [DocumentPath.Of("b")]];
        var made = 0;
        foreach (var options in s_options)
        {
            foreach (var over in paths)
            {
                foreach (var unique in (bool[])[false, true])
                {
                    var create = new CreateDocumentIndexOperation { Collection = Collection, Name = "i", Paths = [.. over], Unique = unique, Options = options };
                    if (Record.Exception(() => create.Apply(null)) is not null)
                    {
                        continue;
                    }

                    await store.ApplyAsync(create);
                    var listed = await ListedAsync(store);
                    var read = Assert.Single(await new MongoDocumentSource(DocumentStoreHarness.Store, store.Beside).ListIndexesAsync(Collection, Token));
                    Assert.True(read is { IsKnown: true, Shape: not null }, listed);
                    var again = new CreateDocumentIndexOperation { Collection = Collection, Name = read.Name, Paths = read.Shape.Paths, Unique = read.Unique, Options = read.Shape.Options };
                    Assert.True(Same(read.Shape, create), $"{create.Describe()}: {again.Describe()}");

                    await store.RunAsync(Bodies.Of(("dropIndexes", Collection), ("index", "i")));
                    await store.RunAsync(CollectionExecutor.Command("any", again)!);
                    Assert.Equal(listed, await ListedAsync(store));

                    await store.RevertAsync();
                    Assert.Empty(await store.IndexesAsync(Collection));
                    made++;
                }
            }
        }

        Assert.InRange(made, 20, 60);
    }

    [Theory]
    [InlineData("""{"key":{"a":"hashed"}}""")]
    [InlineData("""{"key":{"a":1},"hidden":true}""")]
    [InlineData("""{"key":{"a":"text"},"weights":{"a":5}}""")]
    [InlineData("""{"key":{"a":1},"collation":{"locale":"en","caseFirst":"upper"}}""")]
    public async Task What_no_migration_can_make_is_not_taken_for_what_one_makes(string index)
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync(Collection, []);
        var definition = DocumentReader.Read(index);
        definition.Add("name", "i");
        await store.RunAsync(Bodies.Of(("createIndexes", Collection), ("indexes", new JArray(definition))));

        Assert.Equal(new StoredIndex("i", false) { IsKnown = true }, Assert.Single(await new MongoDocumentSource(DocumentStoreHarness.Store, store.Beside).ListIndexesAsync(Collection, Token)));
    }

    [Fact]
    public async Task A_pending_index_that_leaves_documents_out_collides_with_none_of_them()
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync(Collection, ["""{"_id":1}""", """{"_id":2}""", """{"_id":3,"a":"x"}""", """{"_id":4,"a":"X"}""", """{"_id":5,"a":"x","old":true}"""]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.CreateIndex(["a"], unique: true, options: new() { Sparse = true }))));
        Assert.Contains("_id 3, 5.", error.Message, StringComparison.Ordinal);

        // Which texts are equal under a collation, the index itself finds out.
        const string filter = """{"a":{"$exists":true}}""";
        await store.DeleteAsync(Collection, 5);
        var refused = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(c => c.CreateIndex(
            ["a"], unique: true, name: "folded", options: new() { Filter = filter, Collation = new IndexCollation { Locale = "en", Strength = 2 } }))));
        Assert.Equal("DM6269", refused.Code.Value);
        await store.ApplyAsync(Operations(c => c.CreateIndex(["a"], unique: true, name: "exact", options: new() { Filter = filter })));
    }

    [Fact]
    public async Task A_capped_collection_is_refused_before_anything_is_done_and_can_have_indexes()
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync("plain", ["""{"_id":1,"a":1}"""]);
        await store.RunAsync(Bodies.Of(("create", Collection), ("capped", true), ("size", 4096)));
        await store.InsertAsync(Collection, """{"_id":1,"a":1}""");
        await store.ApplyAsync(Operations(static c => c.CreateIndex(["a"])));

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(
            [.. Operations(static c => c.Rename("a", "b"), "plain"), .. Operations(static c => c.Rename("a", "b"))]));

        Assert.Equal("DM6281", error.Code.Value);
        await SameAsync(store, ["""{"_id":1,"a":1}"""], "plain");
    }

    [Theory]
    [InlineData("timeseries", "reshape", "DM6282")]
    [InlineData("timeseries", "drop", "DM6282")]
    [InlineData("timeseries", "index", null)]
    [InlineData("view", "reshape", "DM6267")]
    [InlineData("view", "index", "DM6267")]
    [InlineData("view", "drop", "DM6267")]
    [InlineData("collection", "reshape", null)]
    public void What_is_no_ordinary_collection_is_told_by_what_the_server_says_of_it(string type, string what, string? code)
    {
        DocumentOperation operation = what switch
        {
            "reshape" => new RemoveFieldOperation { Collection = "c", Path = DocumentPath.Of("a") },
            "drop" => new DropCollectionOperation { Collection = "c" },
            _ => new CreateDocumentIndexOperation { Collection = "c", Name = "i", Paths = [DocumentPath.Of("a")] },
        };

        var error = Record.Exception(() => CollectionKind.Require("docs", "c", RawText.TryWrite($$"""{"name":"c","options":{},"type":"{{type}}"}""")!, operation));

        Assert.Equal(code, (error as StoreException)?.Code.Value);
    }

    private static async Task<string> ListedAsync(MongoStore store) => string.Join('\n', (await store.QueryAsync(Bodies.Of(("listIndexes", Collection)))).Select(RawText.Read));

    private static bool Same(DocumentIndexShape read, CreateDocumentIndexOperation made) =>
        read.Name == made.Name && read.Unique == made.Unique && read.Options == made.Options && read.Paths.ToHashSet().SetEquals(made.Paths)
        && (made.Options.Kind == DocumentIndexKind.Text || read.Paths.Equals(made.Paths));
}
