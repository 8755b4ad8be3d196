namespace DocMigrate.Document.Compilation;

/// <summary>
/// What is at a place of a document that operations have changed, in terms of the document as read: a backend turns a tree of these into one expression of its store. It adds the
/// kind that has a value of its own. Immutable.
/// </summary>
public abstract record Slot
{
    /// <summary>Nothing is there, whatever the document held.</summary>
    public static Slot Absent { get; } = new AbsentSlot();

    /// <summary>Whether the chain had emptied the place before: what is put there then comes last in its object, not where the former value was. Default false.</summary>
    public bool Anew { get; init; }

    /// <summary>What is at a path below this; <see cref="Absent"/> where nothing can be.</summary>
    /// <param name="path">Keys of objects; empty for this itself.</param>
    public Slot Get(ValueList<string> path)
    {
        var slot = this;
        foreach (var key in path)
        {
            slot = slot.Child(key);
        }

        return slot;
    }

    /// <summary>The same with a place below it replaced; null when the place's parent is no object that can be written into.</summary>
    /// <param name="path">Keys of objects; empty for this itself.</param>
    /// <param name="slot">What is to be there.</param>
    public Slot? With(ValueList<string> path, Slot slot) => With(path, 0, slot);

    /// <summary>What is at a key.</summary>
    private protected virtual Slot Child(string key) => Absent;

    /// <summary>The same with a key replaced; null when this is no object that can be written into.</summary>
    private protected virtual Slot? Put(string key, Slot slot) => null;

    private Slot? With(ValueList<string> path, int depth, Slot slot) =>
        depth == path.Count ? slot
        : Child(path[depth]).With(path, depth + 1, slot) is { } child ? Put(path[depth], child)
        : null;
}
