using System.Runtime.InteropServices;

namespace DocMigrate.Cli.Hosting;

/// <summary>Finds the <c>dotnet</c> program that runs this process.</summary>
internal static class DotnetHost
{
    /// <summary>Its path; only its name where it is not beside the runtime, to be looked for on the path.</summary>
    public static string Path { get; } = Find();

    // An installed tool is started by a small program of its own, so the process's path does not say where dotnet is; the runtime's folder does:
    // <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent;
        var beside = root is null ? name : System.IO.Path.Combine(root.FullName, name);
        return File.Exists(beside) ? beside : name;
    }
}
