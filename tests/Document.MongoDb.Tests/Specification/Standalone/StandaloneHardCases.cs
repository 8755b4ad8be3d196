using DocMigrate.Document.MongoDb.Tests.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification.Standalone;

public sealed class StandaloneHardCases(StandInServers servers) : MongoHardCases(servers)
{
    protected override bool IsReplicaSet => false;
}
