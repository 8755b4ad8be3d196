namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>What is at a place of the reshaped document, in terms of the document as read. Immutable.</summary>
internal abstract record Slot
{
    /// <summary>Nothing is there, whatever the document held.</summary>
    public static Slot Absent { get; } = new AbsentSlot();
}
