using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandalonePolicySpecification(StandInServers servers) : MongoPolicySpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
