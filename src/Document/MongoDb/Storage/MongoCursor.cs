using System.Runtime.CompilerServices;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>Follows a cursor of the server to its end, and closes it where it is left before.</summary>
internal static class MongoCursor
{
    public static async IAsyncEnumerable<RawDocument> StreamAsync(
        MongoDatabase database, JObject body, int? batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A cursor belongs to the session that opened it. Beside a transaction it gets one of its own, so that the two don't wait for each other.
        var hasSessions = !database.InTransaction && (await database.GetServerAsync(cancellationToken)).HasSessions;
        await using var session = hasSessions ? await database.Transport.StartSessionAsync(cancellationToken) : null;
        if (batch is { } size && body["cursor"] is null)
        {
            body.Add(body.First is JProperty { Name: "find" } ? new JProperty("batchSize", new JValue((object)size)) : new JProperty("cursor", Bodies.Of(("batchSize", new JValue((object)size)))));
        }

        var cursor = Cursor(await RunAsync(body, CommandKind.Read));
        var id = cursor["id"]?.AsInt64 ?? 0;
        var collection = cursor["ns"]?.AsString is { } name ? name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
        try
        {
            for (var documents = cursor["firstBatch"]; ; documents = cursor["nextBatch"])
            {
                foreach (var document in documents?.AsArray ?? [])
                {
                    yield return document.AsDocument!;
                }

                if (id == 0)
                {
                    yield break;
                }

                var more = Bodies.Of(("getMore", id), ("collection", collection));
                if (batch is { } count)
                {
                    more.Add("batchSize", new JValue((object)count));
                }

                cursor = Cursor(await RunAsync(more, CommandKind.Other));
                id = cursor["id"]?.AsInt64 ?? 0;
            }
        }
        finally
        {
            // One of a transaction ends with it.
            if (id != 0 && session is not null)
            {
                await CloseAsync(session, id);
            }
        }

        async Task<RawDocument> RunAsync(JObject command, CommandKind kind)
        {
            if (session is null)
            {
                return await database.RunAsync(database.Command(command, kind), cancellationToken);
            }

            var reply = await database.Transport.RunAsync(database.Command(command, kind) with { Session = session }, cancellationToken);
            database.Worked();
            return reply;
        }

        async Task CloseAsync(IMongoSession opener, long left)
        {
            try
            {
                var close = database.Command(Bodies.Of(("killCursors", collection), ("cursors", new JArray(left)))) with { Session = opener };
                await database.Transport.RunAsync(close, CancellationToken.None);
            }
            catch (MongoException)
            {
                // A courtesy: the server closes cursors by itself that nobody reads.
                return;
            }
        }
    }

    private static RawDocument Cursor(RawDocument reply) =>
        reply["cursor"]?.AsDocument ?? throw new InvalidOperationException("The command has no cursor: it can't be streamed.");
}
