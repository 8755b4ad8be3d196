using System.Reflection;
using System.Runtime.InteropServices;
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

        // A terminal sends Ctrl-C to both processes. The tool decides what it means and closes this process's input, which stops it at a safe point.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        // What the project's code prints must not get between the lines of the answer.
        Console.SetOut(Console.Error);
        return (int)await ToolHost.RunAsync(input, output, CancellationToken.None);
    }

    // The runtime binds to an assembly of the version that was compiled against or a later one. A project may pin an earlier version of a package
    // that we share with it (and silence NU1605): that version is then the one that it is tested with, so it is taken, whatever its number.
    private static Assembly? UseTheProjectsVersion(AssemblyLoadContext context, AssemblyName name) =>
        name.Version is null ? null : context.LoadFromAssemblyName(new AssemblyName(name.Name!));
}
