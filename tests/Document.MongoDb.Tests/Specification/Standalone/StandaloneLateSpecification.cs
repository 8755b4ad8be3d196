using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneLateSpecification(StandInServers servers) : MongoLateSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
