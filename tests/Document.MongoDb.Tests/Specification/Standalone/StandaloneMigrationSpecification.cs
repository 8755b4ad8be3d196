using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneMigrationSpecification(StandInServers servers) : MongoMigrationSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
