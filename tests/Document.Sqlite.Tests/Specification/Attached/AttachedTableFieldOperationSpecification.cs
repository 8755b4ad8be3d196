using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification.Attached;

public sealed class AttachedTableFieldOperationSpecification : FieldOperationTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Attached;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);
}
