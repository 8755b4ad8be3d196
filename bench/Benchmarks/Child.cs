using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DocMigrate.Benchmarks;

/// <summary>One side in a process of its own: the time is that of the work, the memory that of the whole process.</summary>
internal static class Child
{
    public static async Task RunAsync(string scenario, string side, string folder, int scale)
    {
        var found = Scenario.Find(scenario) ?? throw new ArgumentException($"There is no scenario '{scenario}'.");
        var ours = side == "ours";
        await (ours ? found.WarmUpOursAsync(folder, scale) : found.WarmUpReferenceAsync(folder, scale));
        var before = await found.CountWorkAsync(folder);
        var watch = Stopwatch.StartNew();
        await (ours ? found.RunOursAsync(folder, scale) : found.RunReferenceAsync(folder, scale));
        var seconds = found.Parts.Count > 0 ? found.Parts[0].Seconds : watch.Elapsed.TotalSeconds;
        var work = before is null ? null : (await found.CountWorkAsync(folder))! - before;
        work = work is null ? null : work with { ExaminedBy = found.ExaminedBy };
        Console.WriteLine(JsonSerializer.Serialize(new Measurement(seconds, PeakMegabytes(), found.Preflight.Elapsed.TotalSeconds, found.Parts, work), JsonSerializerOptions.Web));
    }

    public static async Task<Measurement> StartAsync(string scenario, string side, string folder, int scale)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        foreach (var argument in (string[])["child", scenario, side, folder, scale.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measurement>(output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The child process of '{side}' ended with {process.ExitCode}.");
    }

    /// <summary>The greatest resident set, from the kernel (proc(5), VmHWM); elsewhere the runtime's figure.</summary>
    private static double PeakMegabytes()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0
            : long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024.0;
    }
}
