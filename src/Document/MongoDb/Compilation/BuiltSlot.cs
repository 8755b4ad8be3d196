namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>A new sub-document. It is there when one of its children is.</summary>
/// <param name="Children">The children, in order.</param>
internal sealed record BuiltSlot(ValueList<KeyValuePair<string, Slot>> Children) : Slot;
