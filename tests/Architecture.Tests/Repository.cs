using System.Diagnostics;

namespace DocMigrate.Architecture.Tests;

/// <summary>The tracked files of the working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> TrackedFiles = new(ReadTrackedFiles);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files known to git, and new ones that it does not ignore: relative paths with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files => TrackedFiles.Value;

    /// <summary>The files below a folder (<c>src/</c>) with one of the endings.</summary>
    public static IEnumerable<string> FilesIn(string folder, params string[] endings) =>
        Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal)
            && (endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))));

    /// <summary>The absolute path of a file.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The text of a file.</summary>
    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The lines of a file.</summary>
    public static string[] ReadLines(string file) => File.ReadAllLines(PathOf(file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' has DocMigrate.sln.");
    }

    private static List<string> ReadTrackedFiles()
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", $"safe.directory={Root}", "-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            start.ArgumentList.Add(argument);
        }

        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(PathOf(file))).Distinct().Order(StringComparer.Ordinal)]
            : throw new InvalidOperationException($"git ls-files failed in '{Root}'.");
    }
}
