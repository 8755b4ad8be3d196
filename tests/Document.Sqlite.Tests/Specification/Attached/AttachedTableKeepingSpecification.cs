using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification.Attached;

public sealed class AttachedTableKeepingSpecification : KeepingTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Attached;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    public override async Task A_collection_that_was_dropped_can_be_purged()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1}"""]);
        var project = new DocumentProject(store);
        project.Define("0001_drop", static c => c.Drop());
        await project.MigrateAsync();
        await using var migrator = project.Open();

        Assert.Empty(await migrator.Shadow.ListAsync(null, Token));
        Assert.Single(await store.TextsAsync(Collection));
    }
}
