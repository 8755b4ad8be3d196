using DocMigrate.Document.Passes;
using DocMigrate.Errors;

namespace DocMigrate.Document.DryRuns;

/// <summary>
/// Draws a sample in which every kind of document has equal parts, as far as it has documents: what is rare is tried too. Within a kind the hash of the key decides, so that the
/// same documents are drawn each time. Constant memory.
/// </summary>
/// <param name="most">How many documents at most.</param>
internal sealed class StratifiedSample(int most)
{
    /// <summary>How many characters of documents are in memory at once, or one document if it alone has more.</summary>
    private const long MostCharacters = 64_000_000;

    /// <summary>How many documents are looked at for each one that is drawn.</summary>
    public const int Candidates = 10;

    private readonly Dictionary<ulong, PriorityQueue<(PassDocument Document, long Place), ulong>> _kinds = [];
    private readonly SortedSet<(int Count, ulong Kind)> _sizes = [];
    private long _characters;
    private long _seen;
    private int _count;

    /// <summary>The documents, in the order in which they came.</summary>
    public IEnumerable<PassDocument> Documents => _kinds.Values
        .SelectMany(static kind => kind.UnorderedItems)
        .OrderBy(static item => item.Element.Place)
        .Select(static item => item.Element.Document);

    /// <summary>Takes a document for the time being; others may take its place.</summary>
    public void Add(PassDocument document)
    {
        var kind = KindOf(document);
        if (!_kinds.TryGetValue(kind, out var documents))
        {
            _kinds[kind] = documents = new PriorityQueue<(PassDocument, long), ulong>();
        }

        // The queue gives the least first; the greatest hash is to go first.
        documents.Enqueue((document, _seen++), ulong.MaxValue - ShapeFingerprint.Of(document.Key.Json));
        Resize(kind, documents.Count - 1, documents.Count);
        _count++;
        _characters += document.Content.Size;
        while (_count > most || (_characters > MostCharacters && _count > 1))
        {
            RemoveOne();
        }
    }

    private void RemoveOne()
    {
        var (size, kind) = _sizes.Max;
        var removed = _kinds[kind].Dequeue().Document;
        Resize(kind, size, size - 1);
        if (size == 1)
        {
            _kinds.Remove(kind);
        }

        _count--;
        _characters -= removed.Content.Size;
    }

    private void Resize(ulong kind, int before, int after)
    {
        _sizes.Remove((before, kind));
        if (after > 0)
        {
            _sizes.Add((after, kind));
        }
    }

    private static ulong KindOf(PassDocument document)
    {
        try
        {
            return ShapeFingerprint.Of(document.Content.Read());
        }
        catch (DataException)
        {
            // What can't be read is a kind of its own.
            return 0;
        }
    }
}
