using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneSweepSpecification(StandInServers servers) : MongoSweepSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
