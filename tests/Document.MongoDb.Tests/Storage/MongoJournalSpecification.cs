using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What the journal must do, on every kind of server.</summary>
public abstract class MongoJournalSpecification(ServerFixture server) : JournalTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => MongoProcess.NewAsync(server);

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoJournalSpecification(server), IClassFixture<StandaloneTests.Server>;

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoJournalSpecification(server), IClassFixture<ReplicaSetTests.Server>;
}
