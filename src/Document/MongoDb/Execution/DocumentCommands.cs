using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>The commands on documents that passes are made of.</summary>
internal static class DocumentCommands
{
    /// <summary>What a message has besides the documents that it carries.</summary>
    private const int Overhead = 64 * 1024;

    /// <summary>How many bytes of writes are sent at a time: more make a server's transaction, and its reply, no quicker.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Sends writes in as few commands as their number and size allow; none for none.</summary>
    /// <param name="database">The database.</param>
    /// <param name="command"><c>insert</c>, <c>update</c> or <c>delete</c>.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="field">The field of the command that the writes are in.</param>
    /// <param name="writes">The writes, in any order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many documents were written, or matched.</returns>
    public static async Task<long> WriteAsync(
        this MongoDatabase database, string command, string collection, string field, IReadOnlyList<RawDocument> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
        {
            return 0;
        }

        var server = await database.GetServerAsync(cancellationToken);
        var most = Math.Min(MostBytes, server.MaxMessageBytes - Overhead);
        var done = 0L;
        for (var start = 0; start < writes.Count;)
        {
            var (end, bytes) = (start, 0L);
            while (end < writes.Count && end - start < server.MaxWriteBatch && (end == start || bytes + writes[end].Bytes.Length <= most))
            {
                bytes += writes[end++].Bytes.Length;
            }

            var body = Bodies.Of((command, collection), ("ordered", false));
            var batch = writes.Skip(start).Take(end - start).ToList();
            var reply = await database.RunAsync(
                database.Command(body, CommandKind.RetryableWrite) with { Sequences = [new DocumentSequence(field, batch)] }, cancellationToken);
            done += reply["n"]?.AsInt64 ?? 0;
            start = end;
        }

        return done;
    }

    /// <summary>The first document of a cursor; null for none.</summary>
    public static async Task<RawDocument?> FirstAsync(this MongoDatabase database, JObject body, CancellationToken cancellationToken)
    {
        await foreach (var document in database.StreamAsync(body, null, cancellationToken))
        {
            return document;
        }

        return null;
    }

    /// <summary>How many documents of a collection a filter holds for.</summary>
    public static async Task<long> CountAsync(this MongoDatabase database, string collection, JObject filter, CancellationToken cancellationToken) =>
        (await database.FirstAsync(
            Bodies.Of(
                ("aggregate", collection),
                ("pipeline", new JArray(Bodies.Of(("$match", filter)), Bodies.Of(("$count", "n")))),
                ("cursor", new JObject())),
            cancellationToken))?["n"]?.AsInt64 ?? 0;

    /// <summary>What <c>listCollections</c> says of a collection; null when there is none of that name.</summary>
    public static async Task<RawDocument?> FindAsync(this MongoDatabase database, string collection, CancellationToken cancellationToken)
    {
        // No transaction may list collections.
        var reply = await database.Transport.RunAsync(
            database.Command(Bodies.Of(("listCollections", 1), ("filter", Bodies.Of(("name", collection)))), CommandKind.Read), cancellationToken);
        return reply["cursor"]?.AsDocument?["firstBatch"]?.AsArray?.FirstOrDefault()?.AsDocument;
    }
}
