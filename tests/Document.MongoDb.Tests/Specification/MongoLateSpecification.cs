using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public class MongoLateSpecification(StandInServers servers) : LateTests
{
    protected override bool KeysGrow => false;

    /// <summary>Whether the server has transactions. Default true.</summary>
    protected virtual bool IsReplicaSet => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers, IsReplicaSet);
}
