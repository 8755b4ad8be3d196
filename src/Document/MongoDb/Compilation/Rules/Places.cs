using DocMigrate.Document.Compilation;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>What several rules ask of the places they read and write. Null means: not expressible, run it in process.</summary>
internal static class Places
{
    /// <summary>An original value that nothing has changed yet.</summary>
    public static OriginalSlot? Source(this SymbolicDocument document, ValueList<string> path) =>
        Mql.CanName(path) && document.Get(path) is OriginalSlot { Untouched: true } slot ? slot : null;

    /// <summary>An original value that nothing has changed yet, where it always was.</summary>
    public static OriginalSlot? InPlace(this SymbolicDocument document, ValueList<string> path) =>
        document.Source(path) is { } slot && slot.Path.Equals(path) ? slot : null;

    /// <summary>
    /// Requires that nothing is at a place, and that an object is around it. A document that has something there, though nothing is to be moved,
    /// is work too: it is marked, so that the way back leaves it alone.
    /// </summary>
    public static SymbolicDocument? Free(this SymbolicDocument document, ValueList<string> path)
    {
        if (!Mql.CanName(path) || document.InObject(path) is not { } inside)
        {
            return null;
        }

        return inside.Get(path) switch
        {
            AbsentSlot => inside,
            OriginalSlot { Untouched: true } slot => inside.Where(document.IsMissing(slot.Path)).WorkWhen(document.IsThere(slot.Path)),
            _ => null,
        };
    }

    /// <summary>Requires that the parent of a place is an object.</summary>
    public static SymbolicDocument? InObject(this SymbolicDocument document, ValueList<string> path) =>
        document.Get(Parent(path)) switch
        {
            OriginalSlot { Path.Count: 0 } => document,
            OriginalSlot parent => document.Where(document.IsObject(parent.Path)),
            BuiltSlot built => document.Where(document.PresenceOf(built)),
            _ => null,
        };

    public static ValueList<string> Parent(ValueList<string> path) => path.Take(path.Count - 1).ToValueList();
}
