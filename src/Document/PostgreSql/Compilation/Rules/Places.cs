using DocMigrate.Document.Compilation;

namespace DocMigrate.Document.PostgreSql.Compilation.Rules;

/// <summary>What several rules ask of the places they read and write. Null means: not expressible, run it in process.</summary>
internal static class Places
{
    /// <summary>An original value that nothing has changed yet.</summary>
    public static OriginalSlot? Source(this SymbolicDocument document, ValueList<string> path) =>
        CanWrite(path) && document.Get(path) is OriginalSlot { Untouched: true } slot ? slot : null;

    /// <summary>
    /// Requires that nothing is at a place, and that an object is around it. A document that has something there, though nothing is to be moved,
    /// is work too: it is marked, so that the way back leaves it alone.
    /// </summary>
    public static SymbolicDocument? Free(this SymbolicDocument document, ValueList<string> path)
    {
        if (!CanWrite(path) || document.InObject(path) is not { } inside)
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
            OriginalSlot parent => document.Where(document.IsPlainObject(parent.Path)),
            BuiltSlot built => document.PresenceOf(built) is { } present ? document.Where(present) : document,
            _ => null,
        };

    public static ValueList<string> Parent(ValueList<string> path) => path.Take(path.Count - 1).ToValueList();

    /// <summary>Whether keys can be in a document at all.</summary>
    public static bool CanWrite(IEnumerable<string> keys) => keys.All(JsonbText.CanHold);
}
