using DocMigrate.Document.Compilation;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>
/// A document after some operations, as a function of the document as read. Chains of operations become one expression this way, and every part of it
/// reads the stored document only. Immutable.
/// </summary>
/// <param name="source">The expression of the document as read: a variable, or a path from one.</param>
internal sealed class SymbolicDocument(string source)
{
    private const string WholeDocument = "$$ROOT";

    private readonly string _source = source;
    private OriginalSlot _root = new([]);

    /// <summary>The document as it is stored.</summary>
    public static SymbolicDocument Stored { get; } = new(WholeDocument);

    /// <summary>What must hold for the expression to be exact. A document for which one does not is left to the in-process executor. None is an error anywhere.</summary>
    public ValueList<JToken> Guards { get; private init; } = [];

    /// <summary>Conditions of which one holds where there is something to do. None is an error anywhere.</summary>
    public ValueList<JToken> Needs { get; private init; } = [];

    /// <summary>What is kept aside.</summary>
    public ValueList<MongoKeep> Keeps { get; private init; } = [];

    /// <summary>The whole document.</summary>
    public OriginalSlot Root => _root;

    /// <summary>An original value; nothing when it is missing.</summary>
    /// <remarks>A path of an expression goes into the elements of an array, and those of this project do not: so what is around the value must be an object.</remarks>
    public JToken At(ValueList<string> path) => path.Count < 2 ? Inside(path) : Mql.If(Mql.Is(Inside(Parent(path)), "object"), Inside(path), Mql.Nothing);

    /// <summary>The condition that an original value is there; null is.</summary>
    public JToken IsThere(ValueList<string> path) => Mql.IsThere(At(path));

    /// <summary>The condition that an original value is missing.</summary>
    public JToken IsMissing(ValueList<string> path) => Mql.IsMissing(At(path));

    /// <summary>The condition that an original value is an object.</summary>
    public JToken IsObject(ValueList<string> path) => path.Count == 0 ? Mql.True : Mql.Is(At(path), "object");

    /// <summary>What is at a path.</summary>
    public Slot Get(ValueList<string> path) => _root.Get(path);

    /// <summary>The condition under which something is there.</summary>
    public JToken PresenceOf(Slot slot) => slot switch
    {
        OriginalSlot original => IsThere(original.Path),
        ComputedSlot computed => computed.Value is JObject { Count: 1 } constant && constant.ContainsKey("$literal") ? Mql.True : Mql.IsThere(computed.Value),
        BuiltSlot built => Mql.Or(built.Children.Where(static child => child.Value is not AbsentSlot).Select(child => PresenceOf(child.Value))),
        _ => Mql.False,
    };

    /// <summary>The same with a place replaced, or null when its parent is not an object that can be written into. The id of a stored document never changes.</summary>
    public SymbolicDocument? With(ValueList<string> path, Slot slot) =>
        !(_source == WholeDocument && path[0] == "_id") && _root.With(path, slot) is OriginalSlot root ? Copy(root, Guards, Needs, Keeps) : null;

    /// <summary>The same with one more condition.</summary>
    public SymbolicDocument Where(JToken condition) =>
        Guards.Contains(condition, DocumentEquality.Exact) ? this : Copy(_root, Guards.Add(condition), Needs, Keeps);

    /// <summary>The same with one more reason to do something.</summary>
    public SymbolicDocument WorkWhen(JToken condition) =>
        Needs.Contains(condition, DocumentEquality.Exact) ? this : Copy(_root, Guards, Needs.Add(condition), Keeps);

    /// <summary>The same with one more value kept aside.</summary>
    public SymbolicDocument Keeping(MongoKeep keep) => Copy(_root, Guards, Needs, Keeps.Add(keep));

    private SymbolicDocument Copy(OriginalSlot root, ValueList<JToken> guards, ValueList<JToken> needs, ValueList<MongoKeep> keeps) =>
        new(_source) { _root = root, Guards = guards, Needs = needs, Keeps = keeps };

    /// <summary>An original value where what is around it is an object.</summary>
    private JToken Inside(ValueList<string> path) => path.Aggregate((JToken)new JValue(_source), Mql.Field);

    private static ValueList<string> Parent(ValueList<string> path) => path.Take(path.Count - 1).ToValueList();
}
