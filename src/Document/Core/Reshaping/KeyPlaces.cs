using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>
/// The places of keys, where a run keeps them: a new key stands where the first key stood that the same operation took out of the same object, else last; fields that are renamed together stand each
/// where its former name stood. Where the way back could not tell from that how keys stood, it is kept aside.
/// </summary>
internal static class KeyPlaces
{
    /// <summary>Under this path the order of a document's keys is kept, beside the values that an operation takes: a path that no author's operation is on.</summary>
    public static DocumentPath Kept { get; } = DocumentPath.Of("$docmigrate", "order");

    /// <summary>Puts keys in their places after an operation.</summary>
    /// <param name="before">The object before it.</param>
    /// <param name="after">The object after it.</param>
    /// <param name="names">New names by the old ones; null for an operation that does not rename several fields at once.</param>
    /// <param name="parent">Where those are.</param>
    public static void Arrange(JObject before, JObject after, IReadOnlyDictionary<string, string>? names = null, DocumentPath? parent = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var renamed = names is not null && parent!.IsRoot ? names : null;
        foreach (var (key, value) in before)
        {
            if (value is JObject inner && after[key] is JObject same && !ReferenceEquals(inner, same) && renamed is null)
            {
                var below = names is not null && !parent!.IsRoot && parent.Segments[0] == key ? names : null;
                Arrange(inner, same, below, below is null ? null : DocumentPath.Of([.. parent!.Segments.Skip(1)]));
            }
        }

        var fresh = after.Properties().Select(static field => field.Name).Where(name => !before.ContainsKey(name)).ToList();
        var order = new List<string>();
        var placed = false;
        foreach (var name in before.Properties().Select(static field => field.Name))
        {
            if (renamed is not null && renamed.TryGetValue(name, out var now) && after.ContainsKey(now))
            {
                order.Add(now);
            }
            else if (after.ContainsKey(name))
            {
                order.Add(name);
            }
            else if (renamed is null && !placed)
            {
                order.AddRange(fresh);
                placed = true;
            }
        }

        Reorder(after, [.. order.Concat(fresh).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The order of the keys of those objects that are otherwise, or not there, in another document: where each is, and its keys. Null when there is none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="other">The other one.</param>
    public static JArray? Of(JObject document, JToken? other)
    {
        var orders = new JArray();
        Note(document, other, [], orders);
        return orders.Count == 0 ? null : orders;
    }

    /// <summary>Puts keys where they stood, as far as they are there. Keys that came since stay where they are among the others.</summary>
    public static void Restore(JObject document, JArray orders)
    {
        foreach (var order in orders.Cast<JArray>())
        {
            JToken? at = document;
            foreach (var step in (JArray)order[0])
            {
                at = (at, step) switch
                {
                    (JObject inner, JValue { Value: string key }) => inner[key],
                    (JArray array, JValue { Value: not string } index) when (int)index < array.Count => array[(int)index],
                    _ => null,
                };
            }

            if (at is JObject found)
            {
                var known = new Queue<string>(order[1].Select(static key => (string)key!).Where(found.ContainsKey));
                var listed = known.ToHashSet(StringComparer.Ordinal);
                Reorder(found, [.. found.Properties().Select(field => listed.Contains(field.Name) ? known.Dequeue() : field.Name)]);
            }
        }
    }

    private static void Note(JToken token, JToken? other, IReadOnlyList<object> path, JArray orders)
    {
        switch (token)
        {
            case JObject inner when !Wrappers.IsWrapper(inner):
                var keys = inner.Properties().Select(static field => field.Name).ToList();
                var there = other as JObject;
                if (keys.Count > 1 && (there is null || !there.Properties().Select(static field => field.Name).Where(keys.Contains).SequenceEqual(keys)))
                {
                    orders.Add(new JArray(new JArray(path), new JArray(keys)));
                }

                foreach (var field in inner.Properties())
                {
                    Note(field.Value, there?[field.Name], [.. path, field.Name], orders);
                }

                break;
            case JArray array:
                var same = other is JArray { Count: var count } others && count == array.Count ? others : null;
                for (var i = 0; i < array.Count; i++)
                {
                    Note(array[i], same?[i], [.. path, i], orders);
                }

                break;
        }
    }

    private static void Reorder(JObject document, List<string> order)
    {
        var fields = document.Properties().ToDictionary(static field => field.Name, StringComparer.Ordinal);
        if (!document.Properties().Select(static field => field.Name).SequenceEqual(order))
        {
            document.RemoveAll();
            foreach (var name in order)
            {
                document.Add(fields[name]);
            }
        }
    }
}
