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
        Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode}.\n{output}{await error}");
        return JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
    }
}
