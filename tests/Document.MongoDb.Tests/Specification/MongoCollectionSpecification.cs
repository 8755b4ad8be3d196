using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Operations;
using DocMigrate.Operations;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoCollectionSpecification(StandInServers servers) : CollectionTests
{
    private static readonly string[] s_some = ["""{"_id":1,"a":1}""", """{"_id":"1","a":2}"""];

    protected override bool IndexesLiteralKeys => false;

    protected override bool HasIndexOptions => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    [Theory]
    [InlineData("create")]
    [InlineData("drop")]
    [InlineData("rename")]
    public async Task An_operation_that_was_done_and_not_recorded_is_not_done_again(string kind)
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync("others", []);
        if (kind != "create")
        {
            await store.FillAsync(Collection, s_some);
        }

        MigrationOperation operation = kind switch
        {
            "create" => new CreateCollectionOperation { Collection = Collection },
            "drop" => new DropCollectionOperation { Collection = Collection },
            _ => new RenameCollectionOperation { Collection = Collection, To = "items" },
        };
        store.FailAt(1);
        await Assert.ThrowsAsync<PowerCutException>(() => store.ApplyAsync([operation, .. Operations(static c => c.CreateIndex(["a"]), "others")]));
        await store.ReopenAsync();
        string[] after = kind switch { "create" => [Collection, "others"], "drop" => ["others"], _ => ["items", "others"] };
        Assert.Equal(after, await store.CollectionsAsync());

        await store.ResumeAsync(null);

        Assert.Equal(after, await store.CollectionsAsync());
        await store.RevertAsync();
        Assert.Equal(kind == "create" ? ["others"] : [Collection, "others"], await store.CollectionsAsync());
        if (kind != "create")
        {
            await SameAsync(store, s_some);
        }
    }
}
