using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>How a document is to change. Only the top-level fields that differ are written, so that what was not touched stays as it was stored, digit for digit.</summary>
public sealed class DocumentChange
{
    private readonly Func<JObject> _after;

    private DocumentChange(Func<JObject> after, IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed) => (_after, Set, Removed) = (after, set, removed);

    /// <summary>The fields that are to be set.</summary>
    public IReadOnlyList<ChangedField> Set { get; }

    /// <summary>The names of the fields that are to be removed.</summary>
    public IReadOnlyList<string> Removed { get; }

    /// <summary>The whole document after the change, as JSON text: for a store that can't name one of the fields. Made anew at each call.</summary>
    public string Whole => DocumentWriter.Write(_after());

    /// <summary>The document after the change; made anew, or made when the change was worked out.</summary>
    internal JObject After() => _after();

    /// <summary>The difference between two documents.</summary>
    public static DocumentChange Between(JObject before, JObject after)
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

        return new DocumentChange(() => after, set, removed);
    }

    /// <summary>A change that is known already.</summary>
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
}
