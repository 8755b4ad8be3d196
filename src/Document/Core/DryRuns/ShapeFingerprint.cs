using DocMigrate.Document.Inference;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.DryRuns;

/// <summary>A number that is the same for documents of one kind: those that have values of the same types at the same paths.</summary>
internal static class ShapeFingerprint
{
    // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): the same in every process, as string.GetHashCode is not, so that a sample can be drawn again.
    private const ulong Start = 14695981039346656037;
    private const ulong Factor = 1099511628211;

    public static ulong Of(JObject document)
    {
        var found = new HashSet<ulong>();
        Add(found, Start, document);
        return found.Aggregate(0UL, static (sum, value) => unchecked(sum + value));
    }

    /// <summary>The hash of a text.</summary>
    public static ulong Of(string text) => Hash(Start, text);

    private static void Add(HashSet<ulong> found, ulong path, JToken value)
    {
        found.Add(Hash(path, TypeOf.Value(value).ToString()));
        switch (value)
        {
            case JObject inner when !Wrappers.IsWrapper(inner):
                foreach (var property in inner.Properties())
                {
                    Add(found, Hash(Hash(path, "."), property.Name), property.Value);
                }

                break;
            case JArray array:
                foreach (var element in array)
                {
                    Add(found, Hash(path, "[]"), element);
                }

                break;
        }
    }

    private static ulong Hash(ulong start, string text)
    {
        foreach (var character in text)
        {
            start = unchecked((start ^ character) * Factor);
        }

        return start;
    }
}
