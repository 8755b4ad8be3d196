using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.Locking;

/// <summary>Looks whether the server is at work for this process: an index takes hours on a large collection, and nothing comes back before it is done.</summary>
/// <remarks>A user sees its own operations without any right (https://www.mongodb.com/docs/manual/reference/operator/aggregation/currentOp/).</remarks>
internal sealed class RunningStatements(MongoDatabase database, JArray sessions)
{
    private bool _refused = sessions.Count == 0;

    /// <summary>Whether a statement of the sessions runs, and does not wait for a lock. False where the server does not say.</summary>
    public async Task<bool> IsAtWorkAsync()
    {
        if (_refused)
        {
            return false;
        }

        var ours = Bodies.Of(
            ("active", true),
            ("lsid.id", Bodies.Of(("$in", new JArray(sessions.Select(static session => session["id"]))))),
            ("waitingForLock", Bodies.Of(("$ne", true))));
        var pipeline = new JArray(
            Bodies.Of(("$currentOp", Bodies.Of(("idleSessions", false)))), Bodies.Of(("$match", ours)), Bodies.Of(("$limit", 1)), Bodies.Of(("$project", Bodies.Of(("op", 1)))));
        try
        {
            var reply = await database.Transport.RunAsync(
                new MongoCommand
                {
                    Database = "admin",
                    Body = Bodies.Of(("aggregate", 1), ("pipeline", pipeline), ("cursor", new JObject())),
                    Kind = CommandKind.Read,
                    Timeout = database.Options.Lease / 3,
                },
                CancellationToken.None);
            return reply["cursor"]?.AsDocument?["firstBatch"]?.AsArray?.Any() == true;
        }
        catch (MongoCommandException)
        {
            // A server that merely resembles MongoDB.
            _refused = true;
            return false;
        }
        catch (MongoConnectionException)
        {
            // Whether the lease can still be lengthened is found out elsewhere.
            return false;
        }
    }
}
