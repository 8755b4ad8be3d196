using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>The server of <c>DOCMIGRATE_TEST_MONGODB</c>, whatever it is; a replica set of one member if there is none.</summary>
public sealed class ReplicaSetTests(ReplicaSetTests.Server server) : TransactionalServerSuite(server), IClassFixture<ReplicaSetTests.Server>
{
    public sealed class Server : ServerFixture
    {
        internal override async Task<TestServer?> StartAsync(CancellationToken cancellationToken) =>
            TestServer.GivenUri is not null ? TestServer.Given() : await TestServer.StartAsync(isReplicaSet: true, cancellationToken);
    }
}
