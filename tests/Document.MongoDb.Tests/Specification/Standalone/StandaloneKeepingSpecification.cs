using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneKeepingSpecification(StandInServers servers) : MongoKeepingSpecification(servers)
{
    protected override bool IsReplicaSet => false;
}
