using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Specification.Locking;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What the lock must do, on every kind of server.</summary>
public abstract class MongoLockSpecification : LockTests
{
    private readonly MongoProcess _process;

    private protected MongoLockSpecification(ServerFixture server) => _process = new MongoProcess(server);

    public override ValueTask InitializeAsync() => _process.RequireServerAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override IStoreDatabase Open() => _process.Open();

    protected override Task<bool> IsUntouchedAsync() => _process.IsUntouchedAsync();

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoLockSpecification(server), IClassFixture<StandaloneTests.Server>;

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoLockSpecification(server), IClassFixture<ReplicaSetTests.Server>;
}
