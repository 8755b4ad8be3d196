using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

public sealed class SqliteJsonHardCases : HardCases
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override IReadOnlyDictionary<int, string> NotApplicable { get; } = new Dictionary<int, string> { [10] = "SQLite has one file, and no shards" };

    /// <summary>SQLite has no way to write the path.</summary>
    protected override MigrationOperation? Unavailable { get; } =
        new CreateDocumentIndexOperation { Collection = Collection, Name = "odd", Paths = [DocumentPath.Of("quo\"te")], Unique = true };

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    /// <summary>The column <c>_id</c> is NOT NULL.</summary>
    protected override bool HoldsId(string document) => !document.StartsWith("{\"_id\":null", StringComparison.Ordinal);
}
