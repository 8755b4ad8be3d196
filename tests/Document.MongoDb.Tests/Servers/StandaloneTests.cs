using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

public sealed class StandaloneTests(StandaloneTests.Server server) : ServerSuite(server), IClassFixture<StandaloneTests.Server>
{
    [Fact]
    public async Task It_has_no_transactions()
    {
        var capabilities = await Transport.GetCapabilitiesAsync(Cancellation);
        await using var session = await Transport.StartSessionAsync(Cancellation);

        Assert.False(capabilities.HasTransactions);
        Assert.Equal("DM6222", Assert.Throws<Errors.StoreException>(session.StartTransaction).Code.Value);
    }

    public sealed class Server : ServerFixture
    {
        internal override Task<TestServer?> StartAsync(CancellationToken cancellationToken) => TestServer.StartAsync(isReplicaSet: false, cancellationToken);
    }
}
