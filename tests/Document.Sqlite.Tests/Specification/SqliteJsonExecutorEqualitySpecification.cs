using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Planning;
using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

public sealed class SqliteJsonExecutorEqualitySpecification : ExecutorEqualityTests
{
    // To divide a step needs no database.
    private static readonly PassEngine Engine = new(new SqlitePassStore("docs", database: null!, new CollectionTables(AttachedCollections.None), chunkSize: null), TimeProvider.System);

    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    protected override IEnumerable<int> Parts(PlanStep step) => Engine.Divide(step).Select(static unit => unit.Count);
}
