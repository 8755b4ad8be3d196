using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneFusedPassSpecification(StandInServers servers) : MongoFusedPassSpecification(servers)
{
    protected override int Cases => 6;

    protected override bool IsReplicaSet => false;
}
