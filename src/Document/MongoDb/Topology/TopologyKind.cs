namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>What the servers are together.</summary>
public enum TopologyKind
{
    /// <summary>Not known yet.</summary>
    Unknown = 0,

    /// <summary>One server, whatever it is.</summary>
    Single,

    /// <summary>A replica set whose primary is not known.</summary>
    ReplicaSetNoPrimary,

    /// <summary>A replica set with a primary.</summary>
    ReplicaSetWithPrimary,

    /// <summary>Routers of a sharded cluster.</summary>
    Sharded,
}
