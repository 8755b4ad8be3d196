using System.Diagnostics;

namespace DocMigrate.Operations;

/// <summary>A part of a store that an operation changes or relies on. Immutable; compared by value.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record OperationTouch
{
    private OperationTouch(string? subject, ValueList<string> path, bool reads)
    {
        Subject = subject;
        Path = path;
        Reads = reads;
    }

    /// <summary>Everything in the store may be changed: for operations that do not say, such as SQL written by hand.</summary>
    public static OperationTouch Everything { get; } = new(null, [], reads: false);

    /// <summary>The table or collection; null for everything in the store.</summary>
    public string? Subject { get; }

    /// <summary>The column, the index (after the word <c>index</c> and a space), or the keys of the field from the outside in; empty for the whole subject.</summary>
    public ValueList<string> Path { get; }

    /// <summary>Whether it is only relied on, as the target of a foreign key is. False: it is changed.</summary>
    public bool Reads { get; }

    /// <summary>A change to the whole of a table or collection, or to a part of it.</summary>
    /// <param name="subject">The table or collection.</param>
    /// <param name="path">See <see cref="Path"/>; nothing for the whole.</param>
    public static OperationTouch Changes(string subject, params ValueList<string> path) => new(subject, path, reads: false);

    /// <summary>Reliance on the whole of a table or collection, or on a part of it.</summary>
    /// <param name="subject">The table or collection.</param>
    /// <param name="path">See <see cref="Path"/>; nothing for the whole.</param>
    public static OperationTouch Needs(string subject, params ValueList<string> path) => new(subject, path, reads: true);

    /// <summary>A change to an index.</summary>
    public static OperationTouch Index(string subject, string index) => Changes(subject, $"index {index}");

    /// <summary>Whether one of the two is changed and one is, or is inside, the other: then the order of the operations may matter.</summary>
    public bool Overlaps(OperationTouch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Reads && other.Reads)
        {
            return false;
        }

        if (Subject is null || other.Subject is null)
        {
            return true;
        }

        var common = Math.Min(Path.Count, other.Path.Count);
        return Subject == other.Subject && Path.AsSpan()[..common].SequenceEqual(other.Path.AsSpan()[..common]);
    }

    /// <summary>As in <c>orders.currency</c>; <c>everything</c> for a whole store.</summary>
    public override string ToString() => Subject is null ? "everything" : string.Join('.', Path.Prepend(Subject));
}
