using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Projects;

/// <summary>Finds the project file.</summary>
internal static class ProjectLocator
{
    private static readonly string[] Patterns = ["*.csproj", "*.fsproj", "*.vbproj"];

    /// <summary>The absolute path of the project file that is meant.</summary>
    /// <param name="given">A file or a folder; null when nothing names one.</param>
    /// <param name="folder">The folder to look in then, and what <paramref name="given"/> is relative to.</param>
    /// <param name="origin">Who named it, for messages: <c>--project</c>, or the configuration.</param>
    /// <exception cref="ConfigurationException">There is none, or there are several.</exception>
    public static string Find(string? given, string folder, string origin)
    {
        var path = given is null ? folder : Path.GetFullPath(given, folder);
        if (given is not null && File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new ConfigurationException(
                CliErrors.NoProject, $"There is no project '{path}', which {origin} names.{Suggestion(path)}",
                "Correct the path, or build the project yourself and pass --assembly <file>.");
        }

        var files = In(path);
        return files.Count switch
        {
            1 => files[0],
            0 => throw new ConfigurationException(
                CliErrors.NoProject, $"There is no project in '{path}'.",
                "Name it with --project <file> or by \"project\" in docmigrate.json; 'dotnet new console' makes one."),
            _ => throw new ConfigurationException(
                CliErrors.SeveralProjects, $"There are several projects in '{path}': {Suggest.List(files.Select(static file => Path.GetFileName(file)))}.",
                "Name one with --project <file> or by \"project\" in docmigrate.json."),
        };
    }

    /// <summary>The project files in a folder, in ordinal order.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. Patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Order(StringComparer.Ordinal)];

    private static string Suggestion(string path) =>
        Path.GetDirectoryName(path) is { } parent && Directory.Exists(parent)
            ? Suggest.DidYouMean(Path.GetFileName(path), In(parent).Select(static file => Path.GetFileName(file)))
            : "";
}
