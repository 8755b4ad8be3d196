using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>What is known of a server: what it answered to <c>hello</c>, or why it did not.</summary>
/// <param name="Address">Where it listens.</param>
public sealed record ServerDescription(ServerAddress Address)
{
    private static readonly string[] MemberKeys = ["hosts", "passives", "arbiters"];

    /// <summary>What it is.</summary>
    public ServerKind Kind { get; init; }

    /// <summary>Why it is unknown, as a clause without secrets; null when there was no error.</summary>
    public string? Error { get; init; }

    /// <summary>The name of its replica set; null when it has none.</summary>
    public string? SetName { get; init; }

    /// <summary>The version of the replica set's configuration; null when it has none.</summary>
    public int? SetVersion { get; init; }

    /// <summary>The election that made it primary, as 24 hexadecimal digits; null for any other server.</summary>
    public string? ElectionId { get; init; }

    /// <summary>Its address as the replica set knows it; null when it has none.</summary>
    public ServerAddress? Me { get; init; }

    /// <summary>The members of its replica set that it names, all kinds together.</summary>
    public ValueList<ServerAddress> Members { get; init; } = [];

    /// <summary>Its count of changes of state; null when it sent none.</summary>
    public TopologyVersion? TopologyVersion { get; init; }

    /// <summary>After how many minutes without use it forgets a session; null when it has no sessions.</summary>
    public int? SessionTimeoutMinutes { get; init; }

    /// <summary>The oldest version of the wire protocol that it speaks.</summary>
    public int MinWireVersion { get; init; }

    /// <summary>The newest version of the wire protocol that it speaks: 8 is MongoDB 4.2, 13 is 5.0, 17 is 6.0, 21 is 7.0, 25 is 8.0.</summary>
    public int MaxWireVersion { get; init; }

    /// <summary>How many bytes a document may have.</summary>
    public int MaxDocumentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many bytes a message may have.</summary>
    public int MaxMessageBytes { get; init; } = 48_000_000;

    /// <summary>How many writes a command may have.</summary>
    public int MaxWriteBatch { get; init; } = 100_000;

    /// <summary>Whether the data can be read from it.</summary>
    public bool HasData => Kind is ServerKind.Standalone or ServerKind.Mongos or ServerKind.Primary or ServerKind.Secondary;

    /// <summary>Whether it takes writes.</summary>
    public bool IsWritable => Kind is ServerKind.Standalone or ServerKind.Mongos or ServerKind.Primary;

    /// <summary>Reads the answer to <c>hello</c> or to its predecessor <c>isMaster</c>.</summary>
    public static ServerDescription FromHello(ServerAddress address, RawDocument hello)
    {
        ArgumentNullException.ThrowIfNull(hello);
        try
        {
            return hello["ok"]?.AsBoolean == true
                ? Read(address, hello)
                : new ServerDescription(address) { Error = $"it answered hello with an error: {hello["errmsg"]?.AsString ?? "without a message"}" };
        }
        catch (Exception error) when (error is DataException or FormatException)
        {
            return new ServerDescription(address) { Error = $"its answer to hello can't be read: {error.Message}" };
        }
    }

    private static ServerDescription Read(ServerAddress address, RawDocument hello) => new(address)
    {
        Kind = KindOf(hello),
        SetName = hello["setName"]?.AsString,
        SetVersion = hello["setVersion"]?.AsInt32,
        ElectionId = hello["electionId"] is { Type: BsonType.ObjectId } election ? Convert.ToHexStringLower(election.Bytes.Span) : null,
        Me = hello["me"]?.AsString is { } me ? ServerAddress.Parse(me) : null,
        Members = MemberKeys
            .SelectMany(key => hello[key]?.AsArray ?? [])
            .Select(static member => ServerAddress.Parse(member.AsString ?? ""))
            .ToValueList(),
        TopologyVersion = TopologyVersion.Read(hello["topologyVersion"]?.AsDocument),
        SessionTimeoutMinutes = hello["logicalSessionTimeoutMinutes"]?.AsInt32,
        MinWireVersion = hello["minWireVersion"]?.AsInt32 ?? 0,
        MaxWireVersion = hello["maxWireVersion"]?.AsInt32 ?? 0,
        MaxDocumentBytes = Positive(hello["maxBsonObjectSize"], 16 * 1024 * 1024),
        MaxMessageBytes = Positive(hello["maxMessageSizeBytes"], 48_000_000),
        MaxWriteBatch = Positive(hello["maxWriteBatchSize"], 100_000),
    };

    private static ServerKind KindOf(RawDocument hello) =>
        True(hello, "isreplicaset") ? ServerKind.Ghost
        : hello["msg"]?.AsString == "isdbgrid" ? ServerKind.Mongos
        : hello["setName"] is null ? ServerKind.Standalone
        : True(hello, "hidden") ? ServerKind.Other
        : True(hello, "isWritablePrimary") || True(hello, "ismaster") ? ServerKind.Primary
        : True(hello, "secondary") ? ServerKind.Secondary
        : True(hello, "arbiterOnly") ? ServerKind.Arbiter
        : ServerKind.Other;

    private static bool True(RawDocument hello, string key) => hello[key]?.AsBoolean == true;

    private static int Positive(RawValue? value, int standard) => value?.AsInt32 is > 0 and var number ? number : standard;
}
