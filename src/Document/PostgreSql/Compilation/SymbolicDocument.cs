using DocMigrate.Document.Compilation;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>
/// A document after some operations, as a function of the document as read. Chains of operations become one expression this way, and every part of it
/// reads the stored document only. Immutable.
/// </summary>
/// <param name="source">The SQL expression of the document as read: of type jsonb.</param>
internal sealed class SymbolicDocument(string source)
{
    private static readonly string ReservedKeys = PgSql.Array(Wrappers.ReservedKeys.Order(StringComparer.Ordinal));

    private OriginalSlot _root = new([]);

    /// <summary>The SQL expression of the document as read.</summary>
    public string Source { get; } = source;

    /// <summary>What must hold for the expression to be exact. A document for which one does not is left to the in-process executor. None is an error anywhere.</summary>
    public ValueList<string> Guards { get; private init; } = [];

    /// <summary>Conditions of which one holds where there is something to do. None is an error anywhere.</summary>
    public ValueList<string> Needs { get; private init; } = [];

    /// <summary>What is kept aside.</summary>
    public ValueList<ServerKeep> Keeps { get; private init; } = [];

    /// <summary>The whole document.</summary>
    public OriginalSlot Root => _root;

    /// <summary>An original value; NULL when it is missing.</summary>
    /// <remarks>By the operator for each key, not by a path: a path would take the key <c>0</c> for the first element of an array.</remarks>
    public string At(ValueList<string> path) => path.Count == 0 ? Source : $"({Source}->{string.Join("->", path.Select(PgSql.Text))})";

    /// <summary>An original scalar as text, without the quotes of a string; NULL when it is missing or null.</summary>
    public string TextAt(ValueList<string> path) =>
        $"({Source}{string.Concat(path.Take(path.Count - 1).Select(static key => "->" + PgSql.Text(key)))}->>{PgSql.Text(path[^1])})";

    /// <summary>The type of an original value, or NULL when it is missing.</summary>
    public string TypeOf(ValueList<string> path) => $"jsonb_typeof({At(path)})";

    /// <summary>The condition that an original value is there; JSON null is.</summary>
    /// <remarks>Of what is no object, another operator would be as good at the top: the guard leaves it out.</remarks>
    public string IsThere(ValueList<string> path) => path.Count == 1 ? $"({Source} ? {PgSql.Text(path[0])})" : $"{At(path)} IS NOT NULL";

    /// <summary>The condition that an original value is missing.</summary>
    public string IsMissing(ValueList<string> path) => path.Count == 1 ? $"NOT {IsThere(path)}" : $"{At(path)} IS NULL";

    /// <summary>The condition that an original value is an object, and none that stands for a value (<c>{"$oid": …}</c>).</summary>
    public string IsPlainObject(ValueList<string> path) => IsPlainObject(At(path));

    /// <summary>The condition that a value is an object, and none that stands for a value.</summary>
    public static string IsPlainObject(string value) => $"(jsonb_typeof({value}) = 'object' AND NOT {value} ?| {ReservedKeys})";

    /// <summary>What is at a path.</summary>
    public Slot Get(ValueList<string> path) => _root.Get(path);

    /// <summary>The condition under which something is there; null when it always is.</summary>
    public string? PresenceOf(Slot slot)
    {
        switch (slot)
        {
            case OriginalSlot original:
                return IsThere(original.Path);
            case ComputedSlot computed:
                return computed.Present;
            case BuiltSlot built:
                var children = built.Children.Where(static child => child.Value is not AbsentSlot).Select(child => PresenceOf(child.Value)).ToList();
                return children.Contains(null) ? null : PgSql.Or(children.OfType<string>().Distinct().ToList());
            default:
                return "false";
        }
    }

    /// <summary>The same with a place replaced, or null when its parent is not an object that can be written into.</summary>
    public SymbolicDocument? With(ValueList<string> path, Slot slot) =>
        _root.With(path, slot) is OriginalSlot root ? Copy(root, Guards, Needs, Keeps) : null;

    /// <summary>The same with one more condition.</summary>
    public SymbolicDocument Where(string condition) => Guards.Contains(condition) ? this : Copy(_root, Guards.Add(condition), Needs, Keeps);

    /// <summary>The same with one more reason to do something.</summary>
    public SymbolicDocument WorkWhen(string condition) => Needs.Contains(condition) ? this : Copy(_root, Guards, Needs.Add(condition), Keeps);

    /// <summary>The same with one more value kept aside.</summary>
    public SymbolicDocument Keeping(ServerKeep keep) => Copy(_root, Guards, Needs, Keeps.Add(keep));

    private SymbolicDocument Copy(OriginalSlot root, ValueList<string> guards, ValueList<string> needs, ValueList<ServerKeep> keeps) =>
        new(Source) { _root = root, Guards = guards, Needs = needs, Keeps = keeps };
}
