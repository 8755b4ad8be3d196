using DocMigrate.Document.Compilation;
using DocMigrate.Document.Sqlite.Regular;

namespace DocMigrate.Document.Sqlite.Compilation.Rules;

/// <summary>What several rules ask of the places they read and write. Null means: not expressible, run it in process.</summary>
internal static class Places
{
    /// <summary>An original value that nothing has changed yet.</summary>
    public static OriginalSlot? Source(this SymbolicDocument document, ValueList<string> path) =>
        JsonPathSql.CanWrite(path) && document.Get(path) is OriginalSlot { Untouched: true } slot ? slot : null;

    /// <summary>
    /// Requires that nothing is at a place, and that an object is around it. A document that has something there, though nothing is to be moved,
    /// is work too: it is marked, so that the way back leaves it alone.
    /// </summary>
    public static SymbolicDocument? Free(this SymbolicDocument document, ValueList<string> path)
    {
        if (!JsonPathSql.CanWrite(path) || document.InObject(path) is not { } inside)
        {
            return null;
        }

        return inside.Get(path) switch
        {
            AbsentSlot => inside,
            OriginalSlot { Untouched: true } slot when slot.Path.Equals(path) => inside
                .Where($"{document.TypeOf(slot.Path)} IS NULL")
                .WorkWhen($"{document.TypeOf(slot.Path)} IS NOT NULL")
                .Regularly(slot.Path, ValueCheck.Absent),
            _ => null,
        };
    }

    /// <summary>
    /// The same where the objects around the place are made if they are missing. One that is there and empty is left to the in-process executor, which keeps that
    /// in mind for the way back.
    /// </summary>
    public static SymbolicDocument? FreeInParents(this SymbolicDocument document, ValueList<string> path)
    {
        if (!JsonPathSql.CanWrite(path) || document.Get(path) is not OriginalSlot { Untouched: true } slot || !slot.Path.Equals(path))
        {
            return null;
        }

        var result = document
            .Where($"{document.TypeOf(path)} IS NULL")
            .WorkWhen($"{document.TypeOf(path)} IS NOT NULL")
            .Irregular();
        for (var around = Parent(path); around.Count > 0; around = Parent(around))
        {
            if (document.Get(around) is not OriginalSlot { Anew: false, Untouched: true } parent || !parent.Path.Equals(around))
            {
                return null;
            }

            result = result.Where($"CASE {document.TypeOf(around)} WHEN 'object' THEN {document.IsPlainObject(around)} AND {document.TextOf(around)} <> '{{}}' ELSE {document.TypeOf(around)} IS NULL END");
        }

        return result;
    }

    /// <summary>Requires that the parent of a place is an object: <c>jsonb_set</c> would make one where it is missing, and so would a new object that gets a child.</summary>
    public static SymbolicDocument? InObject(this SymbolicDocument document, ValueList<string> path) =>
        document.Get(Parent(path)) switch
        {
            OriginalSlot { Path.Count: 0 } => document,
            OriginalSlot parent => document.Where(document.IsPlainObject(parent.Path)).Regularly(parent.Path, ValueCheck.Object),
            BuiltSlot built => document.PresenceOf(built) is { } present ? document.Where(present) : document,
            _ => null,
        };

    public static ValueList<string> Parent(ValueList<string> path) => path.Take(path.Count - 1).ToValueList();

    /// <summary>The condition that a text holds no escape, so that SQL's text functions see just what the document means.</summary>
    public static string Plain(this SymbolicDocument document, ValueList<string> path) => $@"instr({document.TextOf(path)}, '\') = 0";
}
