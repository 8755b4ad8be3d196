using DocMigrate.Document.Compilation;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>Writes a <see cref="SymbolicDocument"/> as an update. All of it is computed from the document as it was: fields may change places.</summary>
/// <param name="document">The document after the chain.</param>
internal sealed class SymbolicRenderer(SymbolicDocument document)
{
    /// <summary>The update as a pipeline of one stage.</summary>
    public static JArray Pipeline(SymbolicDocument document)
    {
        var renderer = new SymbolicRenderer(document);
        var changes = renderer.Changes(document.Root).ToList();
        return [changes.Count > 0 && changes.TrueForAll(static change => Mql.IsPlain(change.Key))
            ? new JObject(new JProperty("$set", new JObject(changes.Select(static change => new JProperty(change.Key, AsValue(change.Value))))))
            : new JObject(new JProperty("$replaceWith", Apply(new JValue("$$ROOT"), changes)))];
    }

    /// <summary>The document, or an element, as one expression; an object.</summary>
    public static JToken Render(SymbolicDocument document) => new SymbolicRenderer(document).Render(document.Root);

    /// <summary>The update by operators: whole fields of the document that go, are renamed or become a constant. Null where it does more than that.</summary>
    public static JObject? Operators(SymbolicDocument document)
    {
        var gone = document.Root.Overrides.Where(static pair => pair.Value is AbsentSlot).Select(static pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var (renamed, set) = (new JObject(), new JObject());
        foreach (var (key, slot) in document.Root.Overrides)
        {
            switch (slot)
            {
                case AbsentSlot:
                    break;
                case OriginalSlot { Untouched: true, Path: [var from] } when gone.Remove(from):
                    renamed.Add(from, new JValue(key));
                    break;
                case ComputedSlot { Value: JObject { Count: 1 } constant } when constant.Property("$literal", StringComparison.Ordinal) is { } literal:
                    set.Add(key, literal.Value);
                    break;
                default:
                    return null;
            }
        }

        var result = new JObject();
        Add("$rename", renamed);
        Add("$unset", new JObject(gone.Select(static key => new JProperty(key, Mql.True))));
        Add("$set", set);
        return result.Count > 0 && document.Root.Overrides.All(static pair => Mql.IsPlain(pair.Key)) ? result : null;

        void Add(string name, JObject fields)
        {
            if (fields.Count > 0)
            {
                result.Add(name, fields);
            }
        }
    }

    private JToken Render(OriginalSlot slot) => Apply(document.At(slot.Path), Changes(slot));

    private IEnumerable<KeyValuePair<string, JToken>> Changes(OriginalSlot slot) => slot.Overrides
        .Where(pair => pair.Value is not OriginalSlot { Untouched: true } same || !same.Path.Equals(slot.Path.Add(pair.Key)))
        .Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value)));

    private JToken Value(Slot slot) => slot switch
    {
        // What is no object has none of the fields that change in it, and stays.
        OriginalSlot { Untouched: false } changed => Mql.If(document.IsObject(changed.Path), Render(changed), document.At(changed.Path)),
        OriginalSlot original => document.At(original.Path),
        ComputedSlot computed => computed.Value,
        BuiltSlot built => Mql.If(
            document.PresenceOf(built),
            Mql.Object([.. built.Children.Where(static child => child.Value is not AbsentSlot).Select(child => KeyValuePair.Create(child.Key, Value(child.Value)))]),
            Mql.Nothing),
        _ => Mql.Nothing,
    };

    private static JToken Apply(JToken source, IEnumerable<KeyValuePair<string, JToken>> changes) =>
        changes.Aggregate(source, static (current, change) => Mql.With(current, change.Key, change.Value));

    /// <summary>In <c>$set</c> an object is no value, but the fields to set in it.</summary>
    private static JToken AsValue(JToken value) =>
        value is JObject inner && !inner.Properties().First().Name.StartsWith('$') ? Mql.Call("$mergeObjects", value) : value;
}
