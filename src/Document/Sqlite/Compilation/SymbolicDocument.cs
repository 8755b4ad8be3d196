using DocMigrate.Document.Compilation;
using DocMigrate.Document.Sqlite.Regular;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>
/// A document after some operations, as a function of the document as read. Chains of operations become one expression this way, and every
/// part of it reads the stored document only: SQLite has no common subexpressions, and nested calls would multiply. Immutable.
/// </summary>
/// <param name="source">The SQL expression of the document as read: JSON text or JSONB.</param>
/// <param name="mode">What guards do about values to be kept.</param>
/// <param name="key">The SQL expression of the key of the document's row.</param>
internal sealed class SymbolicDocument(string source, KeepMode mode, string key)
{
    private OriginalSlot _root = new([]);

    /// <summary>The SQL expression of the document as read.</summary>
    public string Source { get; } = source;

    /// <summary>The SQL expression of the key of the document's row.</summary>
    public string Key { get; } = key;

    /// <summary>What guards do about values to be kept.</summary>
    public KeepMode Mode { get; } = mode;

    /// <summary>What must hold for the expression to be exact. A document for which one does not is left to the in-process executor.</summary>
    public ValueList<string> Guards { get; private init; } = [];

    /// <summary>Conditions of which one holds where there is something to do; <c>1</c> among them when that can't be told by looking.</summary>
    public ValueList<string> Needs { get; private init; } = [];

    /// <summary>What a regular document has: under these the expression needs no conditions. Null when an operation has no regular document.</summary>
    public ValueList<RegularCheck>? Regular { get; private init; } = [];

    /// <summary>What is kept aside.</summary>
    public ValueList<ServerKeep> Keeps { get; private init; } = [];

    /// <summary>The whole document.</summary>
    public OriginalSlot Root => _root;

    /// <summary>The type of an original value as SQLite names it, or NULL when it is missing.</summary>
    public string TypeOf(ValueList<string> path) => $"json_type({Source}, {JsonPathSql.Literal(path)})";

    /// <summary>An original value as JSON text, digit for digit as stored; NULL when it is missing.</summary>
    public string TextOf(ValueList<string> path) => $"({Source} -> {JsonPathSql.Literal(path)})";

    /// <summary>An original value as JSONB, digit for digit as stored; NULL when it is missing.</summary>
    public string Verbatim(ValueList<string> path) => $"jsonb({TextOf(path)})";

    /// <summary>An original value as an SQL value.</summary>
    public string ValueOf(ValueList<string> path) => $"({Source} ->> {JsonPathSql.Literal(path)})";

    /// <summary>The condition that an original value is an object, and none that stands for a value (<c>{"$oid": …}</c>).</summary>
    public string IsPlainObject(ValueList<string> path) =>
        $"({TypeOf(path)} = 'object' AND substr({TextOf(path)}, 1, 3) <> '{{\"$')";

    /// <summary>What is at a path.</summary>
    public Slot Get(ValueList<string> path) => _root.Get(path);

    /// <summary>The condition under which something is there; null when it always is.</summary>
    public string? PresenceOf(Slot slot)
    {
        switch (slot)
        {
            case OriginalSlot original:
                return $"{TypeOf(original.Path)} IS NOT NULL";
            case ComputedSlot computed:
                return computed.Present;
            case BuiltSlot built:
                var children = built.Children.Where(static child => child.Value is not AbsentSlot).Select(child => PresenceOf(child.Value)).ToList();
                return children.Contains(null) ? null : children.Count == 0 ? "0" : $"({string.Join(" OR ", children)})";
            default:
                return "0";
        }
    }

    /// <summary>The same with a place replaced, or null when its parent is not an object that can be written into.</summary>
    public SymbolicDocument? With(ValueList<string> path, Slot slot) =>
        _root.With(path, slot) is OriginalSlot root ? Copy(root, Guards, Needs, Keeps, Regular) : null;

    /// <summary>The same with one more condition.</summary>
    public SymbolicDocument Where(string condition) => Guards.Contains(condition) ? this : Copy(_root, Guards.Add(condition), Needs, Keeps, Regular);

    /// <summary>The same with one more reason to do something; the last that is named is looked at first.</summary>
    public SymbolicDocument WorkWhen(string condition) => Needs.Contains(condition) ? this : Copy(_root, Guards, new[] { condition }.Concat(Needs).ToValueList(), Keeps, Regular);

    /// <summary>The same with one more value kept aside.</summary>
    public SymbolicDocument Keeping(ServerKeep keep) => Copy(_root, Guards, Needs, Keeps.Add(keep), Regular);

    /// <summary>The same; a regular document has this at an original place.</summary>
    public SymbolicDocument Regularly(ValueList<string> path, ValueCheck check) => Regularly(new RegularCheck(path, check));

    /// <summary>The same; a regular document passes the check.</summary>
    public SymbolicDocument Regularly(RegularCheck check) => Copy(_root, Guards, Needs, Keeps, Regular?.Add(check));

    /// <summary>The same; no document is regular.</summary>
    public SymbolicDocument Irregular() => Copy(_root, Guards, Needs, Keeps, null);

    private SymbolicDocument Copy(
        OriginalSlot root,
        ValueList<string> guards,
        ValueList<string> needs,
        ValueList<ServerKeep> keeps,
        ValueList<RegularCheck>? regular) =>
        new(Source, Mode, Key) { _root = root, Guards = guards, Needs = needs, Keeps = keeps, Regular = regular };
}
