using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.RealInput;

/// <summary>Holds real documents against each other.</summary>
internal static class RealDocuments
{
    /// <summary>Identical; only the place of keys at the top is free.</summary>
    public static void Same(IReadOnlyList<JObject> expected, IReadOnlyList<JObject> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, (document, i) => Assert.True(
            document.Count == actual[i].Count && document.Properties().All(field => DocumentEquality.Equals(field.Value, actual[i][field.Name])),
            $"Document {i}:\nexpected {DocumentWriter.Write(document)}\nactual   {DocumentWriter.Write(actual[i])}"));
    }
}
