using System.Diagnostics;
using System.Text.Json;

namespace DocMigrate.Faults.Tests;

/// <summary>Starts the harness as a person does.</summary>
internal static class Harness
{
    /// <summary>Runs it to its end, which must be a good one.</summary>
    /// <returns>The JSON object that it prints last.</returns>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await StartAsync(arguments);
        Assert.True(code == 0, $"Exit code {code}.\n{output}{error}");
        return JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
    }

    /// <summary>Runs it with what it can't read.</summary>
    /// <returns>What it says about that.</returns>
    public static async Task<string> RefusedAsync(params string[] arguments)
    {
        var (code, output, error) = await StartAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        return error;
    }

    private static async Task<(int Code, string Output, string Error)> StartAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DocMigrate.Faults.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
