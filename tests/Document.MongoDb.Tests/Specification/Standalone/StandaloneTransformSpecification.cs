using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneTransformSpecification(StandInServers servers) : MongoTransformSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
