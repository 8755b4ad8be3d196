using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Generation;

/// <summary>Makes a failing case small: fewer documents, fewer operations, smaller documents, as long as it fails.</summary>
public static class CaseShrinker
{
    private const int MostAttempts = 600;

    /// <summary>The smallest case that was found.</summary>
    /// <param name="made">A case that fails.</param>
    /// <param name="fails">Whether a case fails.</param>
    public static async Task<DocumentCase> ShrinkAsync(DocumentCase made, Func<DocumentCase, Task<bool>> fails)
    {
        ArgumentNullException.ThrowIfNull(fails);
        var attempts = 0;
        var smallest = made;
        while (await NextAsync(smallest) is { } smaller)
        {
            smallest = smaller;
        }

        return smallest;

        async Task<DocumentCase?> NextAsync(DocumentCase current)
        {
            foreach (var candidate in Smaller(current))
            {
                if (++attempts > MostAttempts)
                {
                    return null;
                }

                if (candidate.IsValid && await fails(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }

    /// <summary>The cases that are one step smaller, those that leave out most first.</summary>
    private static IEnumerable<DocumentCase> Smaller(DocumentCase made)
    {
        if (made.Documents.Count > 1)
        {
            foreach (var document in made.Documents)
            {
                yield return made with { Documents = [document] };
            }
        }

        foreach (var operations in Fewer(made.Operations, 1))
        {
            yield return made with { Operations = operations };
        }

        for (var i = 0; i < made.Documents.Count; i++)
        {
            if (made.Documents.Count > 1)
            {
                yield return made with { Documents = [.. made.Documents.Take(i), .. made.Documents.Skip(i + 1)] };
            }

            foreach (var document in Smaller(made.Documents[i]))
            {
                yield return made with { Documents = [.. made.Documents.Take(i), document, .. made.Documents.Skip(i + 1)] };
            }
        }
    }

    private static IEnumerable<IReadOnlyList<ReshapeOperation>> Fewer(IReadOnlyList<ReshapeOperation> operations, int least)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations.Count > least)
            {
                yield return [.. operations.Take(i), .. operations.Skip(i + 1)];
            }

            if (operations[i] is ForEachOperation each)
            {
                foreach (var inner in Fewer(each.Operations, 1))
                {
                    yield return [.. operations.Take(i), each with { Operations = inner.ToValueList() }, .. operations.Skip(i + 1)];
                }
            }
        }
    }

    /// <summary>The document with one value fewer, or with one that is an empty object, an empty array or 0 instead.</summary>
    private static IEnumerable<JObject> Smaller(JObject document)
    {
        var places = document.Descendants().Where(static token => token is JProperty { Name: not "_id" } || token.Parent is JArray).Select(static token => token.Path).ToList();
        for (var i = 0; i < places.Count; i++)
        {
            if (At(document, i) is { } without)
            {
                without.Place.Remove();
                yield return without.Copy;
            }
        }

        for (var i = 0; i < places.Count; i++)
        {
            if (At(document, i) is { } simple && simple.Place is JProperty property && !IsSimple(property.Value))
            {
                JToken simpler = Wrappers.IsSubdocument(property.Value) ? new JObject() : property.Value is JArray ? new JArray() : new JValue((object)0);
                property.Replace(new JProperty(property.Name, simpler));
                yield return simple.Copy;
            }
        }
    }

    private static bool IsSimple(JToken value) => value is JContainer { Count: 0 } or JValue { Value: 0 or null };

    /// <summary>A copy of the document, and in it the place of that number; null for one inside a value that stands for a scalar.</summary>
    private static (JObject Copy, JToken Place)? At(JObject document, int number)
    {
        var copy = (JObject)document.DeepClone();
        var place = copy.Descendants().Where(static token => token is JProperty { Name: not "_id" } || token.Parent is JArray).ElementAt(number);
        return place.Ancestors().OfType<JObject>().Any(Wrappers.IsWrapper) ? null : (copy, place);
    }
}
