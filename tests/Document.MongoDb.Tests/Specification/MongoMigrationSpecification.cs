using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public class MongoMigrationSpecification(StandInServers servers) : MigrationTests
{
    /// <summary>Whether the server has transactions. Default true.</summary>
    protected virtual bool IsReplicaSet => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers, IsReplicaSet);
}
