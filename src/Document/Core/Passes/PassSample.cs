using System.Runtime.CompilerServices;
using DocMigrate.Document.Reading;

namespace DocMigrate.Document.Passes;

/// <summary>Ways to read documents that are spread over a collection: <see cref="IPassCollection.ReadSampleAsync"/>.</summary>
public static class PassSample
{
    /// <summary>Goes over all documents and leaves most out.</summary>
    /// <param name="collection">The collection; opened for a pass that runs in process.</param>
    /// <param name="most">About how many; null for all. At least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<PassDocument> OfAllAsync(IPassCollection collection, int? most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collection);
        var all = most is null ? 0 : await collection.CountAsync(PassRange.Everything, cancellationToken);
        var place = 0L;
        await foreach (var document in collection.ReadUncertainAsync(cancellationToken))
        {
            // One of each group of neighbours, where there are more than are wanted.
            if (most is not { } wanted || all <= wanted || (Int128)(place + 1) * wanted / all > (Int128)place * wanted / all)
            {
                yield return document;
            }

            place++;
        }
    }

    /// <summary>Goes from one document to one that is far from it, where keys are numbers; a collection that has no more than are wanted is read whole.</summary>
    /// <param name="collection">The collection; opened for a pass that runs in process.</param>
    /// <param name="most">About how many; null for all. At least 1.</param>
    /// <param name="range">Gives the first key and the last one.</param>
    /// <param name="next">Reads without locks the first document whose key is greater than a number; none when there is no such document.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<PassDocument> ByNumberAsync(
        IPassCollection collection,
        int? most,
        Func<Task<(long First, long Last)>> range,
        Func<long, IAsyncEnumerable<PassDocument>> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(next);
        if (most is not { } wanted || await collection.CountAsync(PassRange.Everything, cancellationToken) <= wanted)
        {
            await foreach (var document in collection.ReadUncertainAsync(cancellationToken))
            {
                yield return document;
            }

            yield break;
        }

        var (first, last) = await range();
        var after = first - 1;
        for (var i = 0; i < wanted; i++)
        {
            var known = after;
            await foreach (var document in next(Math.Max(after, SampleKeys.At(first, last, i, wanted) - 1)).WithCancellation(cancellationToken))
            {
                after = long.Parse(document.Key.Json, System.Globalization.CultureInfo.InvariantCulture);
                yield return document;
            }

            if (after == known)
            {
                yield break;
            }
        }
    }
}
