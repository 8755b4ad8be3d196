using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using DocMigrate.Engine.Tooling;

namespace DocMigrate.Cli.Hosting;

/// <summary>The part of the tool that runs in the dependency context of the user's project.</summary>
internal static class InnerHost
{
    public static async Task<int> RunAsync()
    {
        AssemblyLoadContext.Default.Resolving += UseTheProjectsVersion;
        var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await ToolHost.RunAsync(input, output, CancellationToken.None);
    }

    // The runtime binds to an assembly of the version that was compiled against or a later one. A project may pin an earlier version of a package
    // that we share with it (and silence NU1605): that version is then the one that it is tested with, so it is taken, whatever its number.
    private static Assembly? UseTheProjectsVersion(AssemblyLoadContext context, AssemblyName name) =>
        name.Version is null ? null : context.LoadFromAssemblyName(new AssemblyName(name.Name!));
}
