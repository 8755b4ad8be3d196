using System.Reflection;
using System.Text.Json;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Projects;

/// <summary>Compares the project's DocMigrate with the tool's before any of the project's code runs.</summary>
internal static class VersionHandshake
{
    private const string Engine = "DocMigrate.Engine";

    /// <summary>The tool's version, without the source revision.</summary>
    public static string ToolVersion { get; } = (typeof(ToolRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? typeof(ToolRequest).Assembly.GetName().Version!.ToString()).Split('+')[0];

    /// <summary>Refuses a project that can't be talked to.</summary>
    /// <exception cref="ConfigurationException">The project does not reference DocMigrate, or references another version.</exception>
    public static void Check(BuiltProject project)
    {
        var version = EngineVersion(project) ?? throw new ConfigurationException(
            CliErrors.NotReferenced, $"'{project.Name}' does not reference DocMigrate: '{Path.GetFileName(project.DepsFile)}' does not list {Engine}.",
            $"Run 'dotnet add package {Engine} --version {ToolVersion}' in the project's folder, and add the stores' packages, as in DocMigrate.Sql.Sqlite.");
        if (version != ToolVersion)
        {
            throw new ConfigurationException(
                CliErrors.VersionMismatch, $"'{project.Name}' uses {Engine} {version}, and this tool is version {ToolVersion}.",
                $"Run 'dotnet tool update DocMigrate.Cli --version {version}' (with --global or --tool-path, as it was installed), "
                + $"or change the project's DocMigrate packages to {ToolVersion}.");
        }
    }

    private static string? EngineVersion(BuiltProject project)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(project.DepsFile));
            return json.RootElement.GetProperty("libraries").EnumerateObject().Select(static library => library.Name.Split('/'))
                .FirstOrDefault(static parts => parts is [Engine, _])?[1];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                CliErrors.NoAssembly, $"The list of dependencies '{project.DepsFile}' can't be read: {error.Message}", "Build the project again.", error);
        }
    }
}
