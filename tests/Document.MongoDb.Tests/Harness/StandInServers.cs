using DocMigrate.MongoHost;

[assembly: AssemblyFixture(typeof(DocMigrate.Document.MongoDb.Tests.Harness.StandInServers))]

namespace DocMigrate.Document.MongoDb.Tests.Harness;

/// <summary>A replica set and a single server for all tests of the assembly, started when one of them asks.</summary>
public sealed class StandInServers : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private readonly Dictionary<bool, TestServer?> _servers = [];

    /// <summary>The connection string of a server; the test is skipped where none can run.</summary>
    public async Task<string> UriAsync(bool isReplicaSet)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_servers.TryGetValue(isReplicaSet, out var server))
            {
                server = _servers[isReplicaSet] = isReplicaSet && TestServer.GivenUri is not null
                    ? TestServer.Given()
                    : await TestServer.StartAsync(isReplicaSet, TestContext.Current.CancellationToken);
            }

            Assert.SkipWhen(server is null, TestServer.Needs);
            return server.Uri;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.OfType<TestServer>())
        {
            await server.DisposeAsync();
        }

        _starting.Dispose();
    }
}
