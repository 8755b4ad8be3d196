using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoUniquePreflightSpecification(StandInServers servers) : UniquePreflightTests
{
    protected override bool MissingValuesAreDistinct => false;

    protected override bool OpensArrays => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);
}
