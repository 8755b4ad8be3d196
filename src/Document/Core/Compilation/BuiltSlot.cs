namespace DocMigrate.Document.Compilation;

/// <summary>A new sub-document. It is there when one of its children is.</summary>
/// <param name="Children">The children, in order.</param>
public sealed record BuiltSlot(ValueList<KeyValuePair<string, Slot>> Children) : Slot
{
    private protected override Slot Child(string key) => SlotList.Find(Children, key) ?? Absent;

    private protected override Slot Put(string key, Slot slot) => this with { Children = SlotList.Put(Children, key, slot) };
}
