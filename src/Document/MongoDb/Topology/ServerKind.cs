namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>What a server is, by its own account.</summary>
public enum ServerKind
{
    /// <summary>Not heard of yet, or not to be reached.</summary>
    Unknown = 0,

    /// <summary>A server of its own.</summary>
    Standalone,

    /// <summary>A router of a sharded cluster.</summary>
    Mongos,

    /// <summary>The member of a replica set that takes writes.</summary>
    Primary,

    /// <summary>A member with a copy of the data.</summary>
    Secondary,

    /// <summary>A member without data, that votes.</summary>
    Arbiter,

    /// <summary>A member that is hidden, starting or recovering.</summary>
    Other,

    /// <summary>A member that does not know its replica set yet.</summary>
    Ghost,
}
