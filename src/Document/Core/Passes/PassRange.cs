namespace DocMigrate.Document.Passes;

/// <summary>A part of a collection, in the order of its keys. Immutable.</summary>
/// <param name="After">It begins after this key; null for the collection's beginning.</param>
/// <param name="UpTo">It ends with this key; null for no end: what is inserted there later is in it too.</param>
/// <param name="Snapshot">
/// Names a list of keys that the store made (<see cref="IPassCollection.FixAsync"/>): only those documents are in the range. Null where the keys themselves tell what came later, or
/// nothing needs to.
/// </param>
public sealed record PassRange(DocumentKey? After = null, DocumentKey? UpTo = null, string? Snapshot = null)
{
    /// <summary>The whole collection, and all that comes into it.</summary>
    public static PassRange Everything { get; } = new();

    /// <summary>Whether no document is in it. Default false.</summary>
    public bool IsEmpty { get; init; }
}
