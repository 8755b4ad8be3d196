using System.Runtime.CompilerServices;
using DocMigrate.Document.Inference;
using DocMigrate.Document.Inference.Statistics;
using DocMigrate.Document.Reading;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Tests.Inference;

/// <summary>A collection that is given as texts.</summary>
internal sealed class MemoryCollection(string name, IEnumerable<string> documents) : IDocumentSource
{
    private readonly List<string> _documents = [.. documents];

    /// <summary>The places of the documents that are on the quarantine list.</summary>
    public IReadOnlySet<int> Quarantined { get; init; } = new HashSet<int>();

    public IReadOnlyList<StoredIndex> Indexes { get; init; } = [];

    public static InferredCollection Infer(params string[] documents) => Infer((IEnumerable<string>)documents);

    public static InferredCollection Infer(IEnumerable<string> documents, InferenceBudget? budget = null)
    {
        var statistics = new CollectionStatistics(budget ?? new InferenceBudget());
        var number = 0;
        foreach (var text in documents)
        {
            statistics.Add(Read(number++, text));
        }

        return CollectionInferrer.Of("docs", "things", number, statistics);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([name]);

    public Task<long?> CountAsync(string collection, CancellationToken cancellationToken) => Task.FromResult<long?>(collection == name ? _documents.Count : null);

    public Task<IReadOnlyList<StoredIndex>> ListIndexesAsync(string collection, CancellationToken cancellationToken) => Task.FromResult(Indexes);

    public async IAsyncEnumerable<StoredDocument> ReadAsync(string collection, int? sample, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var i = 0; i < _documents.Count && collection == name; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Read(i, _documents[i]) with { Quarantined = Quarantined.Contains(i) };
        }
    }

    private static StoredDocument Read(int number, string text)
    {
        try
        {
            var document = DocumentReader.Read(text);
            return new StoredDocument { Id = document["_id"] is { } id ? DocumentWriter.Write(id).Trim('"') : $"#{number}", Document = document };
        }
        catch (DataException error)
        {
            return new StoredDocument { Id = $"#{number}", Document = null, Problem = error.Message };
        }
    }
}
