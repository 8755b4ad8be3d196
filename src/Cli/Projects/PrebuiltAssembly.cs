using DocMigrate.Errors;

namespace DocMigrate.Cli.Projects;

/// <summary>Looks at an assembly that was built before: <c>--assembly</c>.</summary>
internal static class PrebuiltAssembly
{
    /// <summary>The assembly and what lies beside it.</summary>
    /// <exception cref="ConfigurationException">It is not there, or it lacks the list of its dependencies.</exception>
    public static BuiltProject Find(string given, string folder)
    {
        var assembly = Path.GetFullPath(given, folder);
        if (!File.Exists(assembly))
        {
            throw new ConfigurationException(
                CliErrors.NoAssembly, $"There is no assembly '{assembly}'.",
                "Correct the path after --assembly: it names the built .dll, as in bin/Release/net10.0/Shop.dll.");
        }

        var deps = Path.ChangeExtension(assembly, ".deps.json");
        if (!File.Exists(deps))
        {
            throw new ConfigurationException(
                CliErrors.NoAssembly, $"'{assembly}' has no list of dependencies '{Path.GetFileName(deps)}' beside it.",
                "Name the .dll in the folder that 'dotnet build' or 'dotnet publish' wrote, not a copy of it.");
        }

        var runtimeConfig = Path.ChangeExtension(assembly, ".runtimeconfig.json");
        return new BuiltProject
        {
            Name = assembly,
            Assembly = assembly,
            DepsFile = deps,
            RuntimeConfig = File.Exists(runtimeConfig) ? runtimeConfig : null,
            PackageFolders = PackageFolders().Where(Directory.Exists).ToValueList(),
        };
    }

    // https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders
    private static IEnumerable<string> PackageFolders()
    {
        yield return Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var folder in (Environment.GetEnvironmentVariable("NUGET_FALLBACK_PACKAGES") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }
    }
}
