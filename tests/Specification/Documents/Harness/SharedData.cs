using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Public data beside the project; tests skip where it is absent.</summary>
public static class SharedData
{
    /// <summary>The documents of a file of <c>../shared/data/documents</c>, a document a line.</summary>
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
}
