using System.Runtime.CompilerServices;

namespace DocMigrate.Document.Passes;

/// <summary>Documents by the batch: so many are in memory at once, however many there are.</summary>
internal static class DocumentBatches
{
    /// <summary>How many documents a batch has, for each worker, unless they are large.</summary>
    public const int MostDocuments = 200;

    /// <summary>How many characters of documents a batch has, or one document if it alone has more.</summary>
    public const int MostCharacters = 4_000_000;

    /// <summary>Divides documents into batches.</summary>
    /// <param name="source">The documents.</param>
    /// <param name="most">Says of each batch how many documents it may have.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<IReadOnlyList<PassDocument>> BatchesAsync(
        this IAsyncEnumerable<PassDocument> source, Func<int> most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var documents = source.GetAsyncEnumerator(cancellationToken);
        for (var more = true; more;)
        {
            (var batch, more) = await ReadAsync(documents, most());
            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }

    /// <summary>The first batch, and whether there may be more. The source is closed then.</summary>
    public static async Task<(List<PassDocument> Batch, bool More)> FirstBatchAsync(this IAsyncEnumerable<PassDocument> source, int most, CancellationToken cancellationToken)
    {
        await using var documents = source.GetAsyncEnumerator(cancellationToken);
        return await ReadAsync(documents, most);
    }

    private static async Task<(List<PassDocument> Batch, bool More)> ReadAsync(IAsyncEnumerator<PassDocument> source, int most)
    {
        var batch = new List<PassDocument>();
        for (var characters = 0L; batch.Count < most && characters <= MostCharacters; characters += batch[^1].Content.Size)
        {
            if (!await source.MoveNextAsync())
            {
                return (batch, false);
            }

            batch.Add(source.Current);
        }

        return (batch, true);
    }

    /// <summary>Works on one batch in the background while the one before it is used, and the one after it is read; in order.</summary>
    public static async IAsyncEnumerable<TResult> AheadAsync<TSource, TResult>(this IAsyncEnumerable<TSource> batches, Func<TSource, Task<TResult>> work)
    {
        Task<TResult>? working = null;
        try
        {
            await foreach (var batch in batches)
            {
                var before = working;
                var done = before is null ? default : await before;
                working = StartAsync(batch, work);
                if (before is not null)
                {
                    yield return done!;
                }
            }

            if (working is not null)
            {
                yield return await working;
            }
        }
        finally
        {
            // Who leaves early has an error of their own; nothing works on after them.
            await (working ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Works on another thread: parsing and reshaping never wait for anything, so they would be done before the caller goes on.</summary>
    private static async Task<TResult> StartAsync<TSource, TResult>(TSource batch, Func<TSource, Task<TResult>> work)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await work(batch);
    }
}
