using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.State;

/// <summary>An index of a collection.</summary>
/// <param name="Name">The name; unique in the collection.</param>
/// <param name="Paths">What it is over, in order.</param>
/// <param name="Unique">Whether no two documents may have the same values.</param>
public sealed record DocumentIndexShape(string Name, ValueList<DocumentPath> Paths, bool Unique)
{
    /// <summary>What it is besides. Default <see cref="DocumentIndexOptions.None"/>.</summary>
    public DocumentIndexOptions Options { get; init; } = DocumentIndexOptions.None;

    /// <summary>Whether both are over the same in the same way, however that is written; the order of paths counts for nothing where words are found.</summary>
    internal bool IsLike(DocumentIndexShape other) =>
        Unique == other.Unique
        && Options.IsLike(other.Options)
        && (Options.Kind == DocumentIndexKind.Text ? Paths.ToHashSet().SetEquals(other.Paths) : Paths.Equals(other.Paths));
}
