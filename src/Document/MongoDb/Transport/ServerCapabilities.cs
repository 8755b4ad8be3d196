using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>What the server can do that takes the writes.</summary>
/// <param name="Topology">What the servers are together.</param>
/// <param name="Server">What the server is.</param>
/// <param name="MaxWireVersion">The newest version of the wire protocol that it speaks: 8 is MongoDB 4.2, 13 is 5.0, 17 is 6.0, 21 is 7.0, 25 is 8.0.</param>
/// <param name="MaxDocumentBytes">How many bytes a document may have.</param>
/// <param name="MaxMessageBytes">How many bytes a message may have.</param>
/// <param name="MaxWriteBatch">How many writes a command may have.</param>
/// <param name="HasSessions">Whether it has sessions.</param>
public sealed record ServerCapabilities(
    TopologyKind Topology, ServerKind Server, int MaxWireVersion, int MaxDocumentBytes, int MaxMessageBytes, int MaxWriteBatch, bool HasSessions)
{
    /// <summary>Whether it has transactions: replica sets and sharded clusters with sessions. Servers that merely resemble MongoDB must still be asked.</summary>
    public bool HasTransactions => HasSessions && Server is ServerKind.Primary or ServerKind.Mongos;

    /// <summary>Whether it knows a write again that is sent twice.</summary>
    public bool HasRetryableWrites => HasTransactions;

    internal static ServerCapabilities Of(TopologyDescription topology, ServerDescription server) => new(
        topology.Kind, server.Kind, server.MaxWireVersion, server.MaxDocumentBytes, server.MaxMessageBytes, server.MaxWriteBatch, server.SessionTimeoutMinutes is not null);

    internal static StoreException NotOffered(string what) => new(
        MongoErrors.NotOfferedByServer,
        $"The MongoDB server has {what}.",
        "Use a replica set or a sharded cluster; a single server becomes one with mongod --replSet rs0 and rs.initiate().");
}
