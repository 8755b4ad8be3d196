using System.Collections.Immutable;
using DocMigrate.Document.MongoDb.Connecting;

namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>
/// What is known of all servers together, and how an answer of one of them changes it: the state machine of the specification "Server Discovery And
/// Monitoring". Nothing here talks to a server.
/// </summary>
/// <remarks>Immutable; thread-safe.</remarks>
public sealed record TopologyDescription
{
    /// <summary>The oldest version of the wire protocol that this client speaks: that of MongoDB 4.2, the first with pipelines in updates.</summary>
    public const int MinWireVersion = 8;

    /// <summary>The newest version of the wire protocol that this client knows.</summary>
    public const int MaxWireVersion = 29;

    private const string Mismatch = "primary marked stale due to electionId/setVersion mismatch";
    private const string Newer = "primary marked stale due to discovery of newer primary";

    private TopologyDescription(TopologyKind kind, string? setName, int seeds, ImmutableDictionary<ServerAddress, ServerDescription> servers)
    {
        Kind = kind;
        SetName = setName;
        Seeds = seeds;
        Servers = servers;
    }

    /// <summary>What the servers are together.</summary>
    public TopologyKind Kind { get; private init; }

    /// <summary>The name of the replica set: the one that was asked for, else the one that was found; null before that, and for other topologies.</summary>
    public string? SetName { get; private init; }

    /// <summary>The highest version of a primary's configuration so far; null before the first.</summary>
    public int? MaxSetVersion { get; private init; }

    /// <summary>The highest election so far, as 24 hexadecimal digits; null before the first.</summary>
    public string? MaxElectionId { get; private init; }

    /// <summary>The servers that are looked at.</summary>
    public ImmutableDictionary<ServerAddress, ServerDescription> Servers { get; private init; }

    /// <summary>After how many minutes without use sessions are forgotten: the least of all servers with data; null when one of them has no sessions.</summary>
    public int? SessionTimeoutMinutes => Servers.Values.Where(static server => server.HasData).Select(static server => server.SessionTimeoutMinutes).ToList() is { Count: > 0 } all
        && !all.Contains(null) ? all.Min() : null;

    /// <summary>Why this client can't speak with one of the servers, as a sentence; null when it can with all.</summary>
    public string? Incompatibility => Servers.Values.Where(static server => server.Kind != ServerKind.Unknown).Select(static server =>
        server.MinWireVersion > MaxWireVersion ? $"The server {server.Address} needs version {server.MinWireVersion} of the wire protocol or newer; this client speaks up to {MaxWireVersion}."
        : server.MaxWireVersion < MinWireVersion ? $"The server {server.Address} speaks version {server.MaxWireVersion} of the wire protocol; this client needs {MinWireVersion} (MongoDB 4.2) or newer."
        : null).FirstOrDefault(static sentence => sentence is not null);

    private int Seeds { get; init; }

    /// <summary>What is known before any server answered.</summary>
    public static TopologyDescription Start(ConnectionString connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var kind = connection.IsDirect ? TopologyKind.Single : connection.ReplicaSet is not null ? TopologyKind.ReplicaSetNoPrimary : TopologyKind.Unknown;
        var hosts = connection.Hosts.Distinct().ToList();
        return new(kind, connection.ReplicaSet, hosts.Count, hosts.ToImmutableDictionary(static host => host, static host => new ServerDescription(host)));
    }

    /// <summary>What is known after a server answered, or did not.</summary>
    public TopologyDescription With(ServerDescription server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!Servers.TryGetValue(server.Address, out var current) || server.TopologyVersion?.IsOlderThan(current.TopologyVersion) == true)
        {
            return this;
        }

        if (Kind == TopologyKind.Single)
        {
            var wrong = SetName is not null && server.Kind != ServerKind.Unknown && server.SetName != SetName;
            return Put(wrong ? new ServerDescription(server.Address) { Error = $"it is not of the replica set '{SetName}'" } : server);
        }

        var next = Put(server);
        return (Kind, server.Kind) switch
        {
            (TopologyKind.Unknown, ServerKind.Standalone) => Seeds == 1 ? next with { Kind = TopologyKind.Single } : next.Remove(server),
            (TopologyKind.Unknown, ServerKind.Mongos) => next with { Kind = TopologyKind.Sharded },
            (TopologyKind.Unknown, ServerKind.Unknown or ServerKind.Ghost) => next,
            (TopologyKind.Sharded, ServerKind.Unknown or ServerKind.Mongos) => next,
            (TopologyKind.Sharded, _) => next.Remove(server),
            (_, ServerKind.Unknown or ServerKind.Ghost) => next.CheckPrimary(),
            (_, ServerKind.Standalone or ServerKind.Mongos) => next.Remove(server).CheckPrimary(),
            (_, ServerKind.Primary) => next.FromPrimary(server).CheckPrimary(),
            (TopologyKind.ReplicaSetWithPrimary, _) => next.FromMemberBesidePrimary(server).CheckPrimary(),
            _ => next.FromMember(server).CheckPrimary(),
        };
    }

    private TopologyDescription FromPrimary(ServerDescription primary)
    {
        if (SetName is not null && SetName != primary.SetName)
        {
            return Remove(primary);
        }

        if (IsStale(primary))
        {
            return Put(new ServerDescription(primary.Address) { Error = Mismatch }) with { SetName = SetName ?? primary.SetName };
        }

        var known = WithElection(primary) with { SetName = primary.SetName };
        var servers = known.Servers.Values.Select(server => server.Kind == ServerKind.Primary && server.Address != primary.Address
            ? new ServerDescription(server.Address) { Error = Newer }
            : server).Where(server => primary.Members.Contains(server.Address)).ToImmutableDictionary(static server => server.Address);
        return (known with { Servers = servers }).AddMembers(primary);
    }

    /// <summary>Whether a later primary is known. From MongoDB 6.0 on the election counts first, before it the configuration did.</summary>
    private bool IsStale(ServerDescription primary)
    {
        if (primary.MaxWireVersion >= 17)
        {
            var election = string.CompareOrdinal(primary.ElectionId, MaxElectionId);
            return election < 0 || (election == 0 && Nullable.Compare(primary.SetVersion, MaxSetVersion) < 0);
        }

        return primary is { SetVersion: { } version, ElectionId: { } id } && MaxSetVersion is { } maxVersion && MaxElectionId is { } maxId
            && (maxVersion > version || (maxVersion == version && string.CompareOrdinal(maxId, id) > 0));
    }

    private TopologyDescription WithElection(ServerDescription primary)
    {
        if (primary.MaxWireVersion >= 17)
        {
            return this with { MaxElectionId = primary.ElectionId, MaxSetVersion = primary.SetVersion };
        }

        var elected = primary is { SetVersion: not null, ElectionId: not null } ? this with { MaxElectionId = primary.ElectionId } : this;
        return Nullable.Compare(primary.SetVersion, MaxSetVersion) > 0 ? elected with { MaxSetVersion = primary.SetVersion } : elected;
    }

    private TopologyDescription FromMember(ServerDescription member)
    {
        if (SetName is not null && SetName != member.SetName)
        {
            return Remove(member);
        }

        var known = (this with { SetName = member.SetName }).AddMembers(member);
        return member.Me is not null && member.Me != member.Address ? known.Remove(member) : known;
    }

    private TopologyDescription FromMemberBesidePrimary(ServerDescription member) =>
        SetName != member.SetName || (member.Me is not null && member.Me != member.Address) ? Remove(member) : this;

    private TopologyDescription CheckPrimary() =>
        this with { Kind = Servers.Values.Any(static server => server.Kind == ServerKind.Primary) ? TopologyKind.ReplicaSetWithPrimary : TopologyKind.ReplicaSetNoPrimary };

    private TopologyDescription AddMembers(ServerDescription server) => this with
    {
        Servers = Servers.AddRange(server.Members.Distinct().Where(member => !Servers.ContainsKey(member))
            .Select(static member => KeyValuePair.Create(member, new ServerDescription(member)))),
    };

    private TopologyDescription Put(ServerDescription server) => this with { Servers = Servers.SetItem(server.Address, server) };

    private TopologyDescription Remove(ServerDescription server) => this with { Servers = Servers.Remove(server.Address) };
}
