using DocMigrate.Document.Reading;

namespace DocMigrate.Document.Inference.Statistics;

/// <summary>What the documents of a collection are like, gathered in one pass.</summary>
internal sealed class CollectionStatistics(InferenceBudget budget)
{
    private const int Samples = 5;

    private readonly List<UnreadableDocument> _unreadable = [];

    /// <summary>The documents that could be read.</summary>
    public ValueStatistics Documents { get; } = new(budget);

    public long Unreadable { get; private set; }

    /// <summary>Some of those that could not.</summary>
    public IReadOnlyList<UnreadableDocument> UnreadableSamples => _unreadable;

    public void Add(StoredDocument document)
    {
        if (document.Document is null)
        {
            Unreadable++;
            if (_unreadable.Count < Samples)
            {
                _unreadable.Add(new UnreadableDocument(document.Id, document.Problem ?? ""));
            }

            return;
        }

        Documents.Add(document.Document);
        if (budget is { IsFull: true, CanShrink: true })
        {
            budget.Shrink();
            Documents.Prune();
        }
    }
}
