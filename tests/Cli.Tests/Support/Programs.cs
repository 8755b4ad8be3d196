using System.Diagnostics;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>Starts programs the way a user's shell does: nothing of the test run's own MSBuild leaks into them.</summary>
internal static class Programs
{
    private static readonly string[] Leaking = ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    public static async Task<ToolRun> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder, environment);
        process.StandardInput.Close();
        return await FinishAsync(process, cancellationToken);
    }

    public static async Task<ToolRun> FinishAsync(Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var command = $"{Path.GetFileName(process.StartInfo.FileName)} {string.Join(' ', process.StartInfo.ArgumentList)}";
        return new ToolRun(command, process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in Leaking)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
