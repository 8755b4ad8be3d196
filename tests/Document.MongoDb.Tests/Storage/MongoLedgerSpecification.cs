using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What the ledger must do, on every kind of server.</summary>
public abstract class MongoLedgerSpecification(ServerFixture server) : LedgerTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => MongoProcess.NewAsync(server);

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoLedgerSpecification(server), IClassFixture<StandaloneTests.Server>;

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoLedgerSpecification(server), IClassFixture<ReplicaSetTests.Server>;
}
