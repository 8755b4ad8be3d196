using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>A server's count of changes to its own state: tells which of two messages of one process is the later.</summary>
/// <param name="ProcessId">The process, as 24 hexadecimal digits.</param>
/// <param name="Counter">The count.</param>
public sealed record TopologyVersion(string ProcessId, long Counter)
{
    internal static TopologyVersion? Read(RawDocument? version) =>
        version?["processId"] is { Type: BsonType.ObjectId } process && version["counter"]?.AsInt64 is { } counter
            ? new(Convert.ToHexStringLower(process.Bytes.Span), counter)
            : null;

    /// <summary>Whether this is certainly older than the other: of the same process, with a lower count.</summary>
    public bool IsOlderThan(TopologyVersion? other) => other is not null && other.ProcessId == ProcessId && Counter < other.Counter;

    /// <summary>Whether this is certainly not newer than the other: of the same process, with no higher count.</summary>
    public bool IsNotNewerThan(TopologyVersion? other) => other is not null && other.ProcessId == ProcessId && Counter <= other.Counter;
}
