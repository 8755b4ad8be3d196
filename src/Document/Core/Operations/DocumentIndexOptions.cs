using System.Globalization;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Operations;

/// <summary>What an index is besides its paths and whether it is unique. Immutable; compared by value. Not every store has all of it: what it lacks is refused when a plan is made.</summary>
public sealed record DocumentIndexOptions
{
    /// <summary>An index in ascending order over all documents.</summary>
    public static DocumentIndexOptions None { get; } = new();

    /// <summary>What it finds documents by. Default <see cref="DocumentIndexKind.Ordered"/>.</summary>
    public DocumentIndexKind Kind { get; init; }

    /// <summary>Those of its paths whose values are in descending order. Default: none.</summary>
    public ValueList<DocumentPath> Descending { get; init; } = [];

    /// <summary>Whether documents that have none of its paths are not in it. Default false.</summary>
    public bool Sparse { get; init; }

    /// <summary>Which documents are in it: a query of the store in JSON, such as <c>{"age":{"$gte":18}}</c>. Null (the default) for all.</summary>
    public string? Filter { get; init; }

    /// <summary>How many seconds after the date at its path the server deletes a document. Null (the default): it does not.</summary>
    public int? ExpireAfterSeconds { get; init; }

    /// <summary>How texts are compared. Null (the default): by their bytes.</summary>
    public IndexCollation? Collation { get; init; }

    /// <summary>The language of the words, for an index of the kind <see cref="DocumentIndexKind.Text"/>. Null (the default) for the server's.</summary>
    public string? Language { get; init; }

    /// <summary>What in it contradicts itself, as the end of a sentence; null when nothing does.</summary>
    internal string? Fault(ValueList<DocumentPath> paths, bool unique) =>
        Kind != DocumentIndexKind.Ordered && (unique || ExpireAfterSeconds is not null || Descending.Count > 0) ? "an index over words or over all paths is neither unique, nor ordered, nor expires"
        : Kind == DocumentIndexKind.Wildcard && (paths.Count != 1 || Sparse) ? "an index over all paths has one path, and is sparse by itself"
        : Sparse && Filter is not null ? "an index is either sparse or has a filter"
        : ExpireAfterSeconds is < 0 || (ExpireAfterSeconds is not null && paths.Count != 1) ? "an index that expires has one path, and no negative time"
        : Descending.FirstOrDefault(path => !paths.Contains(path)) is { } path ? $"{path} is descending, and no path of the index"
        : Language is not null && Kind != DocumentIndexKind.Text ? "only an index over words has a language"
        : Filter is not null && FilterOrNull() is null ? "its filter is no JSON object"
        : Collation?.Fault;

    /// <summary>What is stated, in words, each with a space in front; empty where nothing is.</summary>
    internal string Describe()
    {
        var text = string.Concat(
            Kind switch { DocumentIndexKind.Text => " over words", DocumentIndexKind.Wildcard => " over all paths", _ => "" },
            Sparse ? " sparse" : "",
            Descending.Count == 0 ? "" : $" descending by {OperationText.List(Descending.Select(static path => path.ToString()))}",
            Filter is null ? "" : $" where {Filter}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text}{(ExpireAfterSeconds is { } seconds ? $" expiring after {seconds} s" : "")}{(Collation is { } collation ? $" in {collation.Locale} at strength {collation.Strength}" : "")}{(Language is null ? "" : $" in {Language}")}");
    }

    /// <summary>Whether both say the same, however their filters are written.</summary>
    internal bool IsLike(DocumentIndexOptions other) =>
        this with { Filter = null, Descending = [] } == other with { Filter = null, Descending = [] }
        && Descending.ToHashSet().SetEquals(other.Descending)
        && (Filter is null) == (other.Filter is null)
        && (Filter is null || DocumentEquality.Equals(FilterOrNull()!, other.FilterOrNull()!));

    private Newtonsoft.Json.Linq.JObject? FilterOrNull()
    {
        try
        {
            return DocumentReader.Read(Filter!);
        }
        catch (DataException)
        {
            return null;
        }
    }
}
