using DocMigrate.Errors;
using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification.Attached;

public sealed class AttachedTableDryRunSpecification : DryRunTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Attached;

    protected override int Cases => 10;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    public override async Task What_comes_after_a_change_of_the_collection_itself_is_not_tried()
    {
        // Another's table is not given another name: the run would refuse it, and so does this.
        await Assert.ThrowsAsync<StoreException>(base.What_comes_after_a_change_of_the_collection_itself_is_not_tried);
    }
}
