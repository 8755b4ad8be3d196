using System.ComponentModel;
using System.Diagnostics;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Hosting;

/// <summary>Runs other programs.</summary>
internal static class ProgramRunner
{
    // What `dotnet run` and `dotnet test` set for their own MSBuild would lead another build astray.
    private static readonly string[] LeakingVariables = ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>Runs a program to its end and collects what it writes.</summary>
    /// <exception cref="ConfigurationException">It can't be started.</exception>
    public static async Task<ProcessOutput> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = StartInfo(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProcessOutput(process.ExitCode, await output, await error);
    }

    /// <summary>Prepares the start of a program.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in LeakingVariables)
        {
            start.Environment.Remove(variable);
        }

        return start;
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="ConfigurationException">It can't be started.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        }
        catch (Win32Exception error)
        {
            throw new ConfigurationException(
                CliErrors.ProgramNotStarted, $"The program '{start.FileName}' can't be started: {error.Message}",
                "Install it, or put its folder on the PATH.", error);
        }
    }
}
