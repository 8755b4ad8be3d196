using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DocMigrate.Hosting.Tests.Support;

/// <summary>A process of <c>samples/Web</c>, on a port of its own.</summary>
internal sealed partial class WebProcess : IDisposable
{
    private static readonly HttpClient Client = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) =>
        {
            var error = new InvalidOperationException($"The process ended: {this}");
            _listening.TrySetException(error);
            _waiting.TrySetException(error);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens: known when it does.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>It has said that it waits for another run.</summary>
    public Task Waiting => _waiting.Task;

    /// <summary>Starts one whose databases are in the folder.</summary>
    public static WebProcess Start(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        // The sample's output is beside the test's, and of the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var sample = Path.Combine(output.Parent!.Parent!.FullName, "Web", output.Name);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [Path.Combine(sample, "Web.dll"), "--urls", "http://127.0.0.1:0", "--contentRoot", sample];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new WebProcess(Process.Start(start)!);
    }

    public async Task<string> GetAsync(string path) =>
        await Client.GetStringAsync(new Uri(await Listening, path), TestContext.Current.CancellationToken);

    /// <summary>Asks it to stop, as an orchestrator does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (Address().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }

        if (line.TrimStart().StartsWith("Waiting for ", StringComparison.Ordinal))
        {
            _waiting.TrySetResult();
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Address();
}
