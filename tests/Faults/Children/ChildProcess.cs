using System.Diagnostics;
using System.Text.Json;
using DocMigrate.Faults.Injection;

namespace DocMigrate.Faults.Children;

/// <summary>A child process, as its parent sees it. Disposing it kills it where it still lives.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string PhaseName = "phase";

    private const int KilledCode = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ChildProcess(Process process, PhaseFile phase)
    {
        _process = process;
        Phase = phase;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Where it is; can be read after it died.</summary>
    public PhaseFile Phase { get; }

    /// <summary>Whether it was halted by a signal (proc(5), the state T).</summary>
    public bool IsStopped
    {
        get
        {
            try
            {
                return File.ReadAllText($"/proc/{Id}/stat").Split(") ")[^1][0] == 'T';
            }
            catch (IOException)
            {
                // It ended just now.
                return false;
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(ChildRequest request)
    {
        Directory.CreateDirectory(request.Folder);
        var phase = new PhaseFile(Path.Combine(request.PhaseFolder ?? request.Folder, PhaseName), create: true);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.ArgumentList.Add("child");
        start.ArgumentList.Add(JsonSerializer.Serialize(request, JsonSerializerOptions.Web));
        return new ChildProcess(Process.Start(start)!, phase);
    }

    /// <summary>Starts one and waits for its end.</summary>
    public static async Task<ChildEnd> RunAsync(ChildRequest request)
    {
        using var child = Start(request);
        return await child.EndAsync();
    }

    /// <summary>Waits for a line that it prints.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    /// <summary>Gives it the line that it waits for.</summary>
    public void Go()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
    }

    public void Wake() => Signals.Wake(Id);

    /// <summary>Kills it, whatever it does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until it says so, or has ended.</summary>
    /// <returns>Whether it says so.</returns>
    public async Task<bool> UntilAsync(Func<ChildProcess, bool> state)
    {
        while (!HasExited)
        {
            if (state(this))
            {
                return true;
            }

            await Task.Delay(1);
        }

        return false;
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It does not end, or ended in a way that nobody asked for.</exception>
    public async Task<ChildEnd> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        if (_process.ExitCode == KilledCode)
        {
            return new ChildEnd(true, Phase.OpenSteps > 0, null, KilledCode);
        }

        var last = output.TrimEnd().Split('\n')[^1];
        return last.StartsWith('{')
            ? new ChildEnd(false, false, JsonSerializer.Deserialize<ChildResult>(last, JsonSerializerOptions.Web), _process.ExitCode)
            : throw new InvalidOperationException($"A child process ended with {_process.ExitCode}: {output} {await _error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Phase.Dispose();
    }
}
