using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoTransformSpecification(StandInServers servers) : TransformTests
{
    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);
}
