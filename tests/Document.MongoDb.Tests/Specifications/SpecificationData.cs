using System.Text.Json;

namespace DocMigrate.Document.MongoDb.Tests.Specifications;

/// <summary>The public specifications' own test data, which lies beside the repository and is not part of it.</summary>
internal static class SpecificationData
{
    /// <summary>The files of a folder, by their path below the data's. Skips the test when the data is not there.</summary>
    public static IReadOnlyList<(string Name, JsonElement Content)> Read(string folder)
    {
        var root = Root();
        Assert.SkipWhen(root is null, "Needs ../shared/data/mongodb-specs beside the repository.");
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(root, folder), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)),
        ];
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "mongodb-specs");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
