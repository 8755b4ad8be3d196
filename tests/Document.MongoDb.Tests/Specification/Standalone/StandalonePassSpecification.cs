using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandalonePassSpecification(StandInServers servers) : MongoPassSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
