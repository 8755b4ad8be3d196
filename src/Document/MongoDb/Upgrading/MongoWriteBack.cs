using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Upgrading;

/// <summary>Writes upgraded documents back into their collection, where nobody else changed them.</summary>
public static class MongoWriteBack
{
    /// <summary>
    /// A compare-and-set: replaces the document whose <c>_id</c> and whole content are as they were read, in the order of keys. Numbers of equal value are equal to it, whatever their types.
    /// </summary>
    /// <param name="transport">The way to the server; an application's own client is one by the package DocMigrate.Document.MongoDriver.</param>
    /// <param name="database">The database.</param>
    /// <param name="collection">The collection.</param>
    /// <returns>What <see cref="RawDocumentUpgrader.UpgradeAsync"/> takes. It throws <see cref="Failures.MongoException"/> where the server can't be reached or refuses the write.</returns>
    public static Func<RawDocument, RawDocument, CancellationToken, Task<bool>> To(IMongoTransport transport, string database, string collection)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentException.ThrowIfNullOrEmpty(database);
        ArgumentException.ThrowIfNullOrEmpty(collection);
        return async (stored, replacement, cancellationToken) =>
        {
            var same = Bodies.Of(
                ("_id", new JRaw(stored["_id"] ?? throw BsonError.Damaged(0, "a document of a collection has no _id"))),
                ("$expr", Bodies.Of(("$eq", new JArray("$$ROOT", Bodies.Literal(new JRaw(stored)))))));

            // A collection's own collation would find texts equal that are not.
            var update = Bodies.Of(("q", same), ("u", new JRaw(replacement)), ("collation", Bodies.Of(("locale", "simple"))));
            var command = new MongoCommand { Database = database, Body = Bodies.Of(("update", collection), ("updates", new JArray(update))), Kind = CommandKind.RetryableWrite };
            return (await transport.RunAsync(command, cancellationToken))["n"]?.AsInt64 == 1;
        };
    }
}
