using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Passes;
using DocMigrate.Planning;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoExecutorEqualitySpecification(StandInServers servers) : ExecutorEqualityTests
{
    // To divide a step needs no database.
    private static readonly PassEngine Engine = new(new MongoPassStore("docs", database: null!, chunkSize: null), TimeProvider.System);

    protected override int Cases => 150;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    protected override IEnumerable<int> Parts(PlanStep step) => Engine.Divide(step).Select(static unit => unit.Count);
}
