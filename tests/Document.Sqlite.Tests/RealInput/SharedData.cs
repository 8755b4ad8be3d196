using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.RealInput;

/// <summary>Public data beside the project; tests skip where it is absent.</summary>
internal static class SharedData
{
    public static List<JObject> Read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
        {
            folder = folder.Parent;
        }

        var file = folder is null ? null : Path.Combine(folder.FullName, "..", "shared", "data", "documents", name);
        if (file is null || !File.Exists(file))
        {
            Assert.Skip($"Needs ../shared/data/documents/{name} beside the repository.");
        }

        return [.. File.ReadLines(file).Where(static line => line.Length > 0).Select(static line => DocumentReader.Read(line))];
    }

    /// <summary>Identical; only the place of keys at the top is free.</summary>
    public static void Same(IReadOnlyList<JObject> expected, IReadOnlyList<JObject> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, (document, i) => Assert.True(
            document.Count == actual[i].Count && document.Properties().All(field => DocumentEquality.Equals(field.Value, actual[i][field.Name])),
            $"Document {i}:\nexpected {DocumentWriter.Write(document)}\nactual   {DocumentWriter.Write(actual[i])}"));
    }
}
