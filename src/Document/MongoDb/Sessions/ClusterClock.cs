using System.Buffers.Binary;
using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>The latest time of the cluster that any server told, which every command passes on. It is signed by the cluster, so it is kept as bytes.</summary>
internal sealed class ClusterClock
{
    private readonly Lock _lock = new();
    private ulong _latest;
    private RawValue? _time;

    public RawValue? Time
    {
        get
        {
            lock (_lock)
            {
                return _time;
            }
        }
    }

    public void See(RawDocument reply)
    {
        if (reply["$clusterTime"] is not { Type: BsonType.Document } time || time.AsDocument!["clusterTime"] is not { Type: BsonType.Timestamp } stamp)
        {
            return;
        }

        var seen = BinaryPrimitives.ReadUInt64LittleEndian(stamp.Bytes.Span);
        lock (_lock)
        {
            if (seen > _latest)
            {
                // A copy: the bytes are a part of the whole reply.
                _time = new RawValue(time.Type, time.Bytes.ToArray());
                _latest = seen;
            }
        }
    }
}
