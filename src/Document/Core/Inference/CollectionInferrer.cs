using DocMigrate.Document.Inference.Statistics;
using DocMigrate.Document.Reading;

namespace DocMigrate.Document.Inference;

/// <summary>Reads a collection once and says what its documents are like.</summary>
internal static class CollectionInferrer
{
    /// <param name="source">The store.</param>
    /// <param name="store">Its name.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="sample">About how many documents; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<InferredCollection> InferAsync(
        IDocumentSource source, string store, string collection, int? sample, CancellationToken cancellationToken)
    {
        var count = await source.CountAsync(collection, cancellationToken) ?? 0;
        var statistics = new CollectionStatistics(new InferenceBudget());
        await foreach (var document in source.ReadAsync(collection, sample, cancellationToken))
        {
            statistics.Add(document);
        }

        return Of(store, collection, count, statistics);
    }

    public static InferredCollection Of(string store, string collection, long count, CollectionStatistics statistics)
    {
        var examined = statistics.Documents.Count + statistics.Unreadable;
        return new InferredCollection
        {
            Store = store,
            Collection = collection,
            Documents = Math.Max(count, examined),
            Examined = examined,
            Unreadable = statistics.Unreadable,
            UnreadableSamples = statistics.UnreadableSamples.ToValueList(),
            Shape = InferenceBuilder.Value(statistics.Documents),
        };
    }
}
