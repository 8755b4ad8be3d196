using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

public sealed class SqliteJsonKeyOrderSpecification : KeyOrderTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);
}
