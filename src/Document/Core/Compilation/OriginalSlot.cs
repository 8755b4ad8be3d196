namespace DocMigrate.Document.Compilation;

/// <summary>What the document as read has at a path, if anything, with some children replaced.</summary>
/// <param name="Path">The path in the document as read.</param>
/// <param name="Overrides">The children that are no longer what they were, in the order in which they changed.</param>
public sealed record OriginalSlot(ValueList<string> Path, ValueList<KeyValuePair<string, Slot>> Overrides) : Slot
{
    /// <summary>With nothing replaced.</summary>
    /// <param name="path">The path in the document as read.</param>
    public OriginalSlot(ValueList<string> path)
        : this(path, [])
    {
    }

    /// <summary>Whether it is wholly as it was.</summary>
    public bool Untouched => Overrides.Count == 0;

    private protected override Slot Child(string key) => SlotList.Find(Overrides, key) ?? new OriginalSlot(Path.Add(key));

    private protected override Slot Put(string key, Slot slot) => this with { Overrides = SlotList.Put(Overrides, key, slot) };
}
