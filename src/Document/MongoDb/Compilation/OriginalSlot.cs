namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>What the document as read has at a path, if anything, with some children replaced.</summary>
/// <param name="Path">The path in the document as read.</param>
/// <param name="Overrides">The children that are no longer what they were, in the order in which they changed.</param>
internal sealed record OriginalSlot(ValueList<string> Path, ValueList<KeyValuePair<string, Slot>> Overrides) : Slot
{
    public OriginalSlot(ValueList<string> path)
        : this(path, [])
    {
    }

    /// <summary>Whether it is wholly as it was.</summary>
    public bool Untouched => Overrides.Count == 0;
}
