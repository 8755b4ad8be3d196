using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

public sealed class ThreeMemberReplicaSetTests(ThreeMemberReplicaSetTests.Server server) : TransactionalServerSuite(server), IClassFixture<ThreeMemberReplicaSetTests.Server>
{
    [Fact]
    public async Task Work_goes_on_at_the_new_primary_after_the_old_one_stepped_down()
    {
        // Not more often than there are others: who stepped down does not stand again for a minute.
        for (var i = 0; i < 2; i++)
        {
            await InsertAsync("failover", [Raw($$"""{"_id":{{i}}}""")]);
            await Transport.RunAsync(Commands.Of("""{"replSetStepDown":60}""", database: "admin"), Cancellation);
        }

        await InsertAsync("failover", [Raw("""{"_id":2}""")]);

        Assert.Equal([0, 1, 2], (await FindAsync("failover")).Select(static document => document["_id"]!.AsInt32!.Value));
    }

    public sealed class Server : ServerFixture
    {
        internal override Task<TestServer?> StartAsync(CancellationToken cancellationToken) =>
            TestServer.StandInAsync(["--topology", "replicaset", "--nodes", "3"], null, cancellationToken);
    }
}
