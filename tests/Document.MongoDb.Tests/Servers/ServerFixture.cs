using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.MongoHost;

namespace DocMigrate.Document.MongoDb.Tests.Servers;

/// <summary>One server, and one transport to it, for all tests of a class.</summary>
public abstract class ServerFixture : IAsyncLifetime
{
    private TestServer? _server;

    /// <summary>What the machine lacks to run the server; null when it runs.</summary>
    public string? Lacks { get; private set; }

    public IMongoTransport? Transport { get; private set; }

    /// <summary>The server's own connection string.</summary>
    public string Uri => _server!.Uri;

    public bool IsStandIn => _server!.IsStandIn;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(TestContext.Current.CancellationToken);
        Lacks = _server is null ? TestServer.Needs : null;
        Transport = _server is null ? null : Transports.Open(ConnectionStringOf(_server.Uri));
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Transport is not null)
        {
            await Transport.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts it; null when the machine can't.</summary>
    internal abstract Task<TestServer?> StartAsync(CancellationToken cancellationToken);

    /// <summary>The connection string that the transport gets.</summary>
    protected virtual string ConnectionStringOf(string uri) => uri;
}
