using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification.Attached;

public sealed class AttachedTableLateSpecification : LateTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Attached;

    protected override bool KeysGrow => false;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);
}
