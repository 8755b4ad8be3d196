using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DocMigrate.Cli.Projects;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Cli.Hosting;

/// <summary>Runs this tool a second time, in the dependency context of the user's project, and talks to it.</summary>
internal static class InnerHostProcess
{
    /// <summary>The only argument of an inner host. Everything else, secrets above all, goes through its input.</summary>
    public const string Argument = "inner-host";

    /// <summary>Sends a request, tells about the events, and gives the result.</summary>
    /// <param name="project">Whose dependencies the host gets.</param>
    /// <param name="request">What to do.</param>
    /// <param name="onEvent">Is told what happens in a run.</param>
    /// <param name="signals">The first asks the host to stop at its next safe point, and its answer is awaited; the second ends it.</param>
    /// <exception cref="InnerHostFailureException">The host answered with an error.</exception>
    public static async Task<JsonElement> AskAsync(
        BuiltProject project, ToolRequest request, Action<RunEvent> onEvent, CancellationSignals signals)
    {
        var start = ProgramRunner.StartInfo(DotnetHost.Path, Arguments(project));
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = Encoding.UTF8;

        // A run is over in seconds or goes over documents that die young: neither counting calls before compiling for good nor a collector beside the work pays.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        start.Environment.TryAdd("DOTNET_gcConcurrent", "0");
        using var process = ProgramRunner.Start(start);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, ToolJson.Line).AsMemory(), CancellationToken.None);
        await process.StandardInput.FlushAsync(CancellationToken.None);

        using var stop = signals.Stop.Register(() => Stop(process));
        using var abort = signals.Abort.Register(process.Kill);
        ToolResponse? last = null;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (Read(line) is not { } response)
            {
                await Console.Error.WriteLineAsync(line);
                continue;
            }

            last = response;
            if (response.Event is { } runEvent)
            {
                onEvent(runEvent);
            }
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return Result(last, process, signals.Stop);
    }

    private static void Stop(Process process)
    {
        try
        {
            process.StandardInput.WriteLine(ToolHost.CancelLine);
            process.StandardInput.Flush();
        }
        catch (IOException) when (process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            // It has just ended by itself, so there is nothing to stop.
            return;
        }
    }

    private static JsonElement Result(ToolResponse? last, Process process, CancellationToken cancellationToken) => last switch
    {
        { Result: { } result } => result,
        { Error: { } error } => throw new InnerHostFailureException(error),
        _ when cancellationToken.IsCancellationRequested => throw new OperationCanceledException(cancellationToken),
        _ => throw new InnerHostFailureException(new ToolError(
            CliErrors.HostFailed.Value,
            $"The inner host, which runs the project's code, ended with code {process.ExitCode} and without an answer.",
            "Run the same command again: it goes on from what was done. Where it ends like this each time, read what it wrote above; if the project needs another runtime "
            + "than this tool, install that runtime; else report it with the output of --verbosity diagnostic.",
            ExitCode.Failed)),
    };

    // Null for what the project's code wrote past Console, or the host did not write to the end: that is for people, as all that the code writes.
    private static ToolResponse? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ToolResponse>(line, ToolJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Arguments(BuiltProject project)
    {
        yield return "exec";
        yield return "--depsfile";
        yield return project.DepsFile;
        yield return "--runtimeconfig";
        yield return project.RuntimeConfig ?? Path.ChangeExtension(typeof(InnerHostProcess).Assembly.Location, ".runtimeconfig.json");
        foreach (var folder in project.PackageFolders)
        {
            yield return "--additionalprobingpath";
            yield return folder;
        }

        yield return typeof(InnerHostProcess).Assembly.Location;
        yield return Argument;
    }
}
