using DocMigrate.Backends;
using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Specification.History;

namespace DocMigrate.Document.MongoDb.Tests.Storage;

/// <summary>What the journal must do, on every kind of server.</summary>
public abstract class MongoJournalSpecification : JournalTests
{
    private readonly MongoProcess _process;

    private protected MongoJournalSpecification(ServerFixture server) => _process = new MongoProcess(server);

    public override ValueTask InitializeAsync() => _process.RequireServerAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override IStoreDatabase Open() => _process.Open();

    protected override Task<bool> IsUntouchedAsync() => _process.IsUntouchedAsync();

    public sealed class OnStandalone(StandaloneTests.Server server) : MongoJournalSpecification(server), IClassFixture<StandaloneTests.Server>;

    public sealed class OnReplicaSet(ReplicaSetTests.Server server) : MongoJournalSpecification(server), IClassFixture<ReplicaSetTests.Server>;
}
