namespace DocMigrate.Document.Tests.Inference;

/// <summary>Public collections beside the repository; tests skip where they are absent.</summary>
internal static class RealData
{
    public static string Repository { get; } = FindRepository();

    public static IReadOnlyList<string> Lines(string name)
    {
        var file = Path.Combine(Repository, "..", "shared", "data", "documents", name + ".json");
        Assert.SkipUnless(File.Exists(file), "Needs shared/data/documents beside the repository.");
        return [.. File.ReadLines(file).Where(static line => line.Length > 0)];
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DocMigrate.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
