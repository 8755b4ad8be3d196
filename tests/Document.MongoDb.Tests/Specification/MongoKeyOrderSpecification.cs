using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoKeyOrderSpecification(StandInServers servers) : KeyOrderTests
{
    // The order of keys that nothing is done to is kept; the place of a new one can not be said yet.
    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);
}
