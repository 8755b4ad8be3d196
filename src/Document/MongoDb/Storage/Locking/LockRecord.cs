using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.History;
using DocMigrate.Locking;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.Locking;

/// <summary>The one document of the lock's collection, and the commands about it. Every time in it is of the server's clock.</summary>
/// <param name="Token">What this one taking of the lock is known by.</param>
/// <param name="Holder">Who took it, as far as it said.</param>
/// <param name="Sessions">The holder's sessions on the server.</param>
internal sealed record LockRecord(string Token, LockHolder Holder, JArray Sessions)
{
    private const string Id = "run";

    public static LockRecord Of(RawDocument document)
    {
        var read = document.Decode();
        return new LockRecord((string?)read["token"] ?? "", Holding(read["holder"] as JObject), read["sessions"] as JArray ?? []);
    }

    /// <summary>Finds it: also one whose lease is over, unless <paramref name="alive"/>.</summary>
    public static JObject Find(string collection, bool alive, string? token = null)
    {
        var filter = Named(token);
        if (alive)
        {
            filter.Add("$expr", Bodies.Of(("$gt", new JArray("$until", "$$NOW"))));
        }

        return Bodies.Of(("find", collection), ("filter", filter), ("limit", 1), ("singleBatch", true));
    }

    /// <summary>Takes the lock where nobody has it or the lease is over; else leaves the document as it is. The reply has the document as it is then.</summary>
    public JObject Take(string collection, TimeSpan lease) => Bodies.Of(
        ("findAndModify", collection),
        ("query", Named(null)),
        ("update", new JArray(Bodies.Of(("$replaceWith", Bodies.Of(("$cond", new JArray(
            // What is missing is less than any time.
            Bodies.Of(("$lte", new JArray("$until", "$$NOW"))),
            Bodies.Of(("_id", Id), ("token", Bodies.Literal(Token)), ("until", End(lease)), ("holder", Bodies.Literal(Of(Holder))), ("sessions", Bodies.Literal(Sessions))),
            "$$ROOT"))))))),
        ("upsert", true),
        ("new", true));

    /// <summary>Lengthens the lease and shows how far the holder is; does nothing when the lock was taken away. It may have ended, if only nobody took it since.</summary>
    public static JObject Renew(string collection, string token, LockHolder holder, TimeSpan lease) => Update(
        collection,
        Bodies.Of(("_id", Id), ("token", token), ("broken", Bodies.Of(("$exists", false)))),
        new JArray(Bodies.Of(("$set", Bodies.Of(("until", End(lease)), ("holder", Bodies.Literal(Of(holder))))))));

    /// <summary>Ends the renewing of the lease.</summary>
    public static JObject Break(string collection, string token) => Update(collection, Named(token), Bodies.Of(("$set", Bodies.Of(("broken", true)))));

    public static JObject Delete(string collection, string token) =>
        Bodies.Of(("delete", collection), ("deletes", new JArray(Bodies.Of(("q", Named(token)), ("limit", 1)))));

    private static JObject Named(string? token) => token is null ? Bodies.Of(("_id", Id)) : Bodies.Of(("_id", Id), ("token", token));

    private static JObject Update(string collection, JObject query, JToken update) =>
        Bodies.Of(("update", collection), ("updates", new JArray(Bodies.Of(("q", query), ("u", update)))));

    private static JObject End(TimeSpan lease) => Bodies.Of(("$add", new JArray("$$NOW", (long)lease.TotalMilliseconds)));

    private static JObject Of(LockHolder holder) => Bodies.Of(
        ("user", holder.User),
        ("host", holder.Host),
        ("processId", holder.ProcessId),
        ("since", HistoryText.Of(holder.Since)),
        ("progress", holder.Progress),
        ("lastSign", HistoryText.Of(holder.LastSign)),
        ("signs", holder.Signs));

    private static LockHolder Holding(JObject? read) => read is not null
        && (string?)read["user"] is { } user && (string?)read["host"] is { } host && (int?)read["processId"] is { } process
        && (string?)read["since"] is { } since && (string?)read["lastSign"] is { } lastSign
            ? new LockHolder(user, host, process, HistoryText.Time(since))
            {
                Progress = (string?)read["progress"],
                LastSign = HistoryText.Time(lastSign),
                Signs = (long?)read["signs"] ?? 0,
            }
            : LockHolder.Unknown;
}
