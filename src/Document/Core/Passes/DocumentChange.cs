using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>How a document is to change. Only the top-level fields that differ are written, so that what was not touched stays as it was stored, digit for digit.</summary>
public sealed class DocumentChange
{
    private readonly Func<JObject> _after;

    private DocumentChange(Func<JObject> after, IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed, IReadOnlyList<string>? order = null) =>
        (_after, Set, Removed, Order) = (after, set, removed, order);

    /// <summary>The fields that are to be set.</summary>
    public IReadOnlyList<ChangedField> Set { get; }

    /// <summary>The names of the fields that are to be removed.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>The names of all top-level fields in their order after the change, where they are to be in it and would not be if those that are new came last; else null, the default.</summary>
    public IReadOnlyList<string>? Order { get; }

    /// <summary>The whole document after the change, as JSON text: for a store that can't name one of the fields. Made anew at each call.</summary>
    public string Whole => DocumentWriter.Write(_after());

    /// <summary>The document after the change; made anew, or made when the change was worked out.</summary>
    internal JObject After() => _after();

    /// <summary>The difference between two documents.</summary>
    /// <param name="before">The document as it was.</param>
    /// <param name="after">The document as it is to be.</param>
    /// <param name="keepsOrder">Whether the order of top-level fields is part of it. Default false: new ones may come last.</param>
    public static DocumentChange Between(JObject before, JObject after, bool keepsOrder = false)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (set, removed) = (new List<ChangedField>(), new List<string>());
        IList<JToken> old = before, fields = after;
        for (var i = 0; i < fields.Count; i++)
        {
            // Most fields stand where they stood.
            var field = (JProperty)fields[i];
            var was = i < old.Count && old[i] is JProperty same && same.Name == field.Name ? same : before.Property(field.Name, StringComparison.Ordinal);
            if (was is null || !DocumentEquality.Equals(was.Value, field.Value))
            {
                set.Add(new ChangedField(field.Name, field.Value));
            }
        }

        for (var i = 0; i < old.Count; i++)
        {
            var name = ((JProperty)old[i]).Name;
            if ((i >= fields.Count || ((JProperty)fields[i]).Name != name) && after.Property(name, StringComparison.Ordinal) is null)
            {
                removed.Add(name);
            }
        }

        return new DocumentChange(() => after, set, removed, keepsOrder ? OrderOf(before, after) : null);
    }

    /// <summary>A change that was worked out by a store's own form of the document; new fields come last.</summary>
    /// <param name="after">The document as it is to be.</param>
    /// <param name="set">The fields that are to be set.</param>
    /// <param name="removed">The names of the fields that are to be removed.</param>
    public static DocumentChange To(JObject after, IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed) => new(() => after, set, removed);

    /// <summary>A change that is known already; those that are new come last.</summary>
    /// <param name="before">The document that is to change.</param>
    /// <param name="set">The fields that are to be set.</param>
    /// <param name="removed">The names of the fields that are to be removed.</param>
    public static DocumentChange Of(DocumentContent before, IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new DocumentChange(Apply, set, removed);

        JObject Apply()
        {
            var document = before.Read();
            foreach (var name in removed)
            {
                document.Remove(name);
            }

            foreach (var field in set)
            {
                document[field.Name] = field.Value;
            }

            return document;
        }
    }

    private static List<string>? OrderOf(JObject before, JObject after)
    {
        var order = after.Properties().Select(static field => field.Name).ToList();
        var otherwise = before.Properties().Select(static field => field.Name).Where(after.ContainsKey).Concat(order.Where(name => !before.ContainsKey(name)));
        return otherwise.SequenceEqual(order) ? null : order;
    }
}
