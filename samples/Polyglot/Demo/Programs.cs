using System.Diagnostics;

namespace Polyglot.Demo;

/// <summary>Other processes.</summary>
internal static class Programs
{
    /// <summary>The .NET host that this program runs on, as far as it is known.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string program, IEnumerable<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, folder);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{await errors}");
    }

    /// <summary>Runs a program until it prints a line that begins so, and kills it then.</summary>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public static async Task<string> KillAsync(string program, IEnumerable<string> arguments, string line, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, null);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } said)
        {
            if (said.StartsWith(line, StringComparison.Ordinal))
            {
                process.Kill();
                await process.WaitForExitAsync(cancellationToken);
                return said;
            }
        }

        throw new InvalidOperationException($"It ended before it could be killed: {await errors}");
    }

    private static Process Start(string program, IEnumerable<string> arguments, string? folder) => Process.Start(
        new ProcessStartInfo(program, arguments) { WorkingDirectory = folder ?? "", RedirectStandardOutput = true, RedirectStandardError = true })!;
}
