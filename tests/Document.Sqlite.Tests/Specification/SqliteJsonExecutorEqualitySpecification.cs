using DocMigrate.Planning;
using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

public sealed class SqliteJsonExecutorEqualitySpecification : ExecutorEqualityTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    protected override IEnumerable<int> Parts(PlanStep step) => StepUnits.Of(step).Select(static unit => unit.Count);
}
