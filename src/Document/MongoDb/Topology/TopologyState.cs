using System.Collections.Immutable;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;

namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>The topology with the generation of each server's connections: those of an older generation are not used any more, nor are their errors believed.</summary>
/// <param name="Description">What is known of the servers.</param>
internal sealed record TopologyState(TopologyDescription Description)
{
    private ImmutableDictionary<ServerAddress, int> Generations { get; init; } = ImmutableDictionary<ServerAddress, int>.Empty;

    public int GenerationOf(ServerAddress address) => Generations.GetValueOrDefault(address);

    /// <summary>After the answer to a <c>hello</c> that was sent to look at the server.</summary>
    public TopologyState WithHello(ServerDescription server) => this with { Description = Description.With(server) };

    /// <summary>After looking at a server failed: its connections are lost too.</summary>
    public TopologyState WithMonitorError(ServerAddress address, string error) => Unknown(address, error, version: null).Cleared(address);

    /// <summary>After a connection for commands broke. One that is merely slow says nothing about the server.</summary>
    public TopologyState WithNetworkError(ServerAddress address, string error, int generation, bool isTimeout) =>
        isTimeout || IsStale(address, generation) ? this : Unknown(address, error, version: null).Cleared(address);

    /// <summary>After a reply: if it has an error that says that the server changed its state, the server is unknown.</summary>
    public TopologyState WithReply(ServerAddress address, RawDocument reply, int generation, int maxWireVersion)
    {
        if (ServerErrorCode.Of(reply) is not { } error || !ServerErrorCode.IsStateChange(error.Code, error.Message) || IsStale(address, generation))
        {
            return this;
        }

        var version = TopologyVersion.Read(reply["topologyVersion"]?.AsDocument);
        if (Description.Servers.TryGetValue(address, out var server) && version?.IsNotNewerThan(server.TopologyVersion) == true)
        {
            return this;
        }

        var next = Unknown(address, error.Message ?? "it changed its state", version);
        return ServerErrorCode.IsShutdown(error.Code) || maxWireVersion < 8 ? next.Cleared(address) : next;
    }

    private bool IsStale(ServerAddress address, int generation) => generation < GenerationOf(address) || !Description.Servers.ContainsKey(address);

    private TopologyState Unknown(ServerAddress address, string error, TopologyVersion? version) =>
        this with { Description = Description.With(new ServerDescription(address) { Error = error, TopologyVersion = version }) };

    private TopologyState Cleared(ServerAddress address) => this with { Generations = Generations.SetItem(address, GenerationOf(address) + 1) };
}
