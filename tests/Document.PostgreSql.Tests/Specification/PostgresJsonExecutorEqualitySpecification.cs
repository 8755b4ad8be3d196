using DocMigrate.Document.Operations;
using DocMigrate.Document.Attaching;
using DocMigrate.Document.Passes;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Planning;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

public sealed class PostgresJsonExecutorEqualitySpecification(PostgresFixture postgres) : ExecutorEqualityTests
{
    // To divide a step needs no database.
    private static readonly PassEngine Engine = new(new PostgresPassStore("docs", database: null!, new CollectionTables(AttachedCollections.None), chunkSize: null, TimeProvider.System), TimeProvider.System);

    protected override bool KeepsKeyOrder => false;

    protected override int Cases => 500;

    protected override IComparer<string> KeyOrder => JsonbKeyOrder.Instance;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);

    protected override bool Takes(ReshapeOperation operation) => JsonbText.CanHold(operation);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);

    protected override IEnumerable<int> Parts(PlanStep step) => Engine.Divide(step).Select(static unit => unit.Count);
}
