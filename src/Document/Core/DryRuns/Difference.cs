using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.DryRuns;

/// <summary>A place at which two documents are not the same.</summary>
/// <param name="Path">The place, with <c>[]</c> for any element of an array.</param>
/// <param name="At">The same with the element's number.</param>
/// <param name="Before">What the first has; null for nothing.</param>
/// <param name="After">What the second has; null for nothing.</param>
internal sealed record Difference(string Path, string At, JToken? Before, JToken? After)
{
    /// <summary>The differences of two documents, as deep as they go: what is there on one side only is one, whatever is in it.</summary>
    public static IReadOnlyList<Difference> Between(JObject before, JObject after)
    {
        var differences = new List<Difference>();
        Add(differences, "", "", before, after);
        return differences;
    }

    private static void Add(List<Difference> differences, string path, string at, JToken before, JToken after)
    {
        // The place of a touched key among its siblings is not promised, so that another one is no difference.
        if (DocumentEquality.AnyOrder.Same(before, after))
        {
            return;
        }

        var known = differences.Count;
        if (before is JObject left && after is JObject right && !Wrappers.IsWrapper(left) && !Wrappers.IsWrapper(right))
        {
            Add(differences, path, at, left, right);
        }
        else if (before is JArray { Count: > 0 } from && after is JArray to && from.Count == to.Count)
        {
            for (var i = 0; i < from.Count; i++)
            {
                Add(differences, path + "[]", $"{at}[{i}]", from[i], to[i]);
            }
        }

        // Scalars, values of two types, and arrays that are not of one length.
        if (differences.Count == known)
        {
            differences.Add(new Difference(path.Length == 0 ? "$" : path, at.Length == 0 ? "$" : at, before, after));
        }
    }

    private static void Add(List<Difference> differences, string path, string at, JObject before, JObject after)
    {
        foreach (var property in before.Properties())
        {
            if (after.Property(property.Name, StringComparison.Ordinal)?.Value is { } value)
            {
                Add(differences, Inside(path, property.Name), Inside(at, property.Name), property.Value, value);
            }
            else
            {
                differences.Add(new Difference(Inside(path, property.Name), Inside(at, property.Name), property.Value, null));
            }
        }

        foreach (var property in after.Properties().Where(property => before.Property(property.Name, StringComparison.Ordinal) is null))
        {
            differences.Add(new Difference(Inside(path, property.Name), Inside(at, property.Name), null, property.Value));
        }
    }

    private static string Inside(string path, string key)
    {
        var name = DocumentPath.Of(key).ToString();
        return path.Length == 0 || name.StartsWith('[') ? path + name : $"{path}.{name}";
    }
}
