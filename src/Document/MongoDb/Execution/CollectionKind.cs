using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>What else than ordinary collections there is in a database, and what can't be done to it.</summary>
internal static class CollectionKind
{
    /// <summary>Looks at all that steps are to work on, before any of them begins.</summary>
    /// <exception cref="StoreException">Something of it is no collection that the operation can be done to.</exception>
    public static async Task RequireAsync(MongoDatabase database, IReadOnlyList<PlanStep> steps, CancellationToken cancellationToken)
    {
        var listed = new Dictionary<string, RawDocument?>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            foreach (var operation in step.Operations.Select(static planned => planned.Effective).OfType<DocumentOperation>())
            {
                if (!listed.TryGetValue(operation.Collection, out var found))
                {
                    listed[operation.Collection] = found = await database.FindAsync(operation.Collection, cancellationToken);
                }

                if (found is not null)
                {
                    Require(step.Store, operation.Collection, found, operation);
                }
            }
        }
    }

    /// <summary>Refuses what an operation can't be done to: what <c>listCollections</c> says of it decides.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="name">The collection.</param>
    /// <param name="listed">What the server says of it.</param>
    /// <param name="operation">What is to be done; null where documents are to be reshaped.</param>
    /// <exception cref="StoreException">It is a view, a time series, or capped.</exception>
    public static void Require(string store, string name, RawDocument listed, DocumentOperation? operation = null)
    {
        var reshapes = operation is null or ReshapeOperation { TouchesDocuments: true };
        var capped = listed["options"]?.AsDocument?["capped"]?.AsBoolean == true;
        switch (listed["type"]?.AsString ?? "collection")
        {
            case "collection" when reshapes && capped:
                throw new StoreException(
                    MongoErrors.CappedCollection,
                    $"'{name}' of store '{store}' is a capped collection, whose documents no transaction may change.",
                    "Copy the documents into an ordinary collection, and let a TTL index delete old ones there; or convert it back by convertToCapped after the migration.");
            case "timeseries" when reshapes || operation is DropCollectionOperation or RenameCollectionOperation:
                throw new StoreException(
                    MongoErrors.TimeSeries,
                    $"'{name}' of store '{store}' is a time series, {(reshapes ? "whose measurements can't be changed at will" : "which can't be renamed, and so not moved aside")}.",
                    "Write the documents as they are to be into a new time series ($out with timeseries), and drop the old one by the server's own means.");
            case not ("collection" or "timeseries") and var type when reshapes || operation is CreateDocumentIndexOperation or DropDocumentIndexOperation or DropCollectionOperation or RenameCollectionOperation:
                throw new StoreException(
                    MongoErrors.NotACollection,
                    $"'{name}' of store '{store}' is {(type == "view" ? "a view" : $"a {type}")}.",
                    "Name the collection that the documents are in, or copy them into an ordinary collection first.");
        }
    }
}
