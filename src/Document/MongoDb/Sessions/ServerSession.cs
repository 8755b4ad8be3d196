using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>What the server keeps for a session: its id, and the number of its latest write or transaction.</summary>
internal sealed class ServerSession(TimeProvider time)
{
    private readonly string _id = Convert.ToBase64String(Guid.NewGuid().ToByteArray(bigEndian: true));
    private long _lastUsed = time.GetTimestamp();

    public long TransactionNumber { get; private set; }

    /// <summary>Whether the connection broke under it: what the server holds of it is not known.</summary>
    public bool IsDirty { get; set; }

    public JObject Id => new(new JProperty("id", new JObject(new JProperty("$binary", new JObject(new JProperty("base64", _id), new JProperty("subType", "04"))))));

    public long NextTransactionNumber() => ++TransactionNumber;

    public void Touch() => _lastUsed = time.GetTimestamp();

    /// <summary>Whether the server keeps it for another minute.</summary>
    public bool IsAlive(int? timeoutMinutes) => timeoutMinutes is { } minutes && time.GetElapsedTime(_lastUsed) < TimeSpan.FromMinutes(minutes - 1);
}
