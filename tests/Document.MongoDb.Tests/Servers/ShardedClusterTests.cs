using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

public sealed class ShardedClusterTests(ShardedClusterTests.Server server) : TransactionalServerSuite(server), IClassFixture<ShardedClusterTests.Server>
{
    public sealed class Server : ServerFixture
    {
        internal override Task<TestServer?> StartAsync(CancellationToken cancellationToken) =>
            TestServer.StandInAsync(["--topology", "sharded", "--nodes", "2"], null, cancellationToken);
    }
}
