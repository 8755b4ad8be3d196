using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Specification.Harness;
using DocMigrate.Specification.Locking;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What the lock must do, on every kind of server.</summary>
public abstract class MongoLockSpecification(ServerFixture server) : LockTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => MongoProcess.NewAsync(server);

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoLockSpecification(server), IClassFixture<StandaloneTests.Server>;

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoLockSpecification(server), IClassFixture<ReplicaSetTests.Server>;
}
