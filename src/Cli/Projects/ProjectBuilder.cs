using System.Text.Json;
using DocMigrate.Cli.Hosting;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Projects;

/// <summary>Builds a project and asks MSBuild where things are, in one process.</summary>
internal static class ProjectBuilder
{
    private const int ErrorsShown = 10;

    private static readonly string[] Properties =
    [
        "TargetPath", "ProjectDepsFilePath", "ProjectRuntimeConfigFilePath", "TargetFramework", "TargetFrameworks", "NuGetPackageRoot", "NuGetPackageFolders",
    ];

    /// <summary>Builds the project.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="framework">The target framework; null for the only one.</param>
    /// <param name="configuration">The build configuration; null for MSBuild's default.</param>
    /// <param name="build">Whether to build, rather than to look only.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="ConfigurationException">It does not build, or it has not been built.</exception>
    public static async Task<BuiltProject> BuildAsync(
        string project, string? framework, string? configuration, bool build, CancellationToken cancellationToken)
    {
        var output = await ProgramRunner.RunAsync(DotnetHost.Path, Arguments(project, framework, configuration, build), cancellationToken);
        if (output.ExitCode != 0)
        {
            throw NotBuilding(project, output);
        }

        var values = Read(project, output);
        if (values["TargetFramework"].Length == 0 && values["TargetFrameworks"].Length > 0)
        {
            return await OfOneFrameworkAsync(project, values["TargetFrameworks"], configuration, build, cancellationToken);
        }

        if (!File.Exists(values["TargetPath"]) || !File.Exists(values["ProjectDepsFilePath"]))
        {
            throw new ConfigurationException(
                CliErrors.NotBuilt, $"'{project}' has no built assembly '{values["TargetPath"]}' with a list of dependencies beside it.",
                "Run the command without --no-build, or 'dotnet build' first.");
        }

        return new BuiltProject
        {
            Name = project,
            Assembly = values["TargetPath"],
            DepsFile = values["ProjectDepsFilePath"],
            RuntimeConfig = File.Exists(values["ProjectRuntimeConfigFilePath"]) ? values["ProjectRuntimeConfigFilePath"] : null,
            PackageFolders = values["NuGetPackageFolders"].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Append(values["NuGetPackageRoot"]).Where(Directory.Exists).Distinct().ToValueList(),
        };
    }

    private static Task<BuiltProject> OfOneFrameworkAsync(
        string project, string frameworks, string? configuration, bool build, CancellationToken cancellationToken)
    {
        var names = frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 1
            ? BuildAsync(project, names[0], configuration, build, cancellationToken)
            : throw new ConfigurationException(
                CliErrors.SeveralFrameworks, $"'{project}' targets several frameworks: {string.Join(", ", names)}.",
                $"Choose one, as in --framework {names[^1]}.");
    }

    // `dotnet build -getProperty` alone evaluates and does not build; a named target makes it do both (checked with SDK 10.0.401). The values
    // are then the only thing on the output, and errors go to the error stream.
    private static IEnumerable<string> Arguments(string project, string? framework, string? configuration, bool build)
    {
        yield return build ? "build" : "msbuild";
        yield return project;
        yield return "-nologo";
        if (build)
        {
            yield return "-target:Build";
        }

        if (framework is not null)
        {
            yield return $"-property:TargetFramework={framework}";
        }

        if (configuration is not null)
        {
            yield return $"-property:Configuration={configuration}";
        }

        yield return $"-getProperty:{string.Join(',', Properties)}";
    }

    private static Dictionary<string, string> Read(string project, ProcessOutput output)
    {
        try
        {
            // The SDK may say something first: that it is a preview, say.
            using var json = JsonDocument.Parse(output.Out[Math.Max(0, output.Out.IndexOf('{', StringComparison.Ordinal))..]);
            var values = json.RootElement.GetProperty("Properties");
            return Properties.ToDictionary(static name => name, name => values.GetProperty(name).GetString() ?? "");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException)
        {
            throw new ConfigurationException(
                CliErrors.BuildFailed, $"MSBuild did not say where '{project}' is built to; it wrote '{output.Out.Trim()}'.",
                "Use the .NET SDK 10 or a later one; 'dotnet --version' in the project's folder shows which is used.", error);
        }
    }

    private static ConfigurationException NotBuilding(string project, ProcessOutput output)
    {
        var lines = (output.Error + Environment.NewLine + output.Out).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(static line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal).ToList();
        var shown = errors.Count == 0 ? lines.TakeLast(ErrorsShown) : errors.Take(ErrorsShown);
        var rest = errors.Count > ErrorsShown ? $"{Environment.NewLine}  and {errors.Count - ErrorsShown} more" : "";
        return new ConfigurationException(
            CliErrors.BuildFailed, $"'{project}' does not build:{string.Concat(shown.Select(static line => $"{Environment.NewLine}  {line}"))}{rest}",
            $"Correct it; 'dotnet build \"{project}\"' shows everything.");
    }
}
