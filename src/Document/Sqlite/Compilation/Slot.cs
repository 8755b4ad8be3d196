namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>What is at a place of the reshaped document, in terms of the document as read. Immutable.</summary>
internal abstract record Slot
{
    /// <summary>Nothing is there, whatever the document held.</summary>
    public static Slot Absent { get; } = new AbsentSlot();

    /// <summary>Whether the chain had emptied the place before: what is put there then comes last in its object, not where the former value was.</summary>
    public bool Anew { get; init; }
}
