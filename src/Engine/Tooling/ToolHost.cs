using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using DocMigrate.Engine.Authoring;
using DocMigrate.Engine.CodeGeneration;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.DryRuns;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Running;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tooling;

/// <summary>Answers one request of the tool, in a process that has the project's own dependencies. All that the tool knows of the project comes from here.</summary>
/// <remarks>
/// The first line of the input is a <see cref="ToolRequest"/>; a later line <c>cancel</c> stops the work at the next safe point, and so does an interrupt
/// signal. The end of the input means nothing. The answer is <see cref="ToolResponse"/>s, one line each; the last one is a result or an error.
/// While it works, what the project's code writes to the console goes to the error stream, so that it can't mix with the answer.
/// </remarks>
public static class ToolHost
{
    /// <summary>The line that cancels.</summary>
    public const string CancelLine = "cancel";

    /// <summary>Reads the request, does the work, and writes the answer.</summary>
    /// <param name="request">The input.</param>
    /// <param name="response">The output; when it is the console's, take it before calling: <c>Console.Out</c> is replaced meanwhile.</param>
    /// <param name="cancellationToken">Stops the work at the next safe point.</param>
    /// <returns>The exit code: 0, or that of the error.</returns>
    public static async Task<int> RunAsync(TextReader request, TextWriter response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ConsoleCancelEventHandler onInterrupt = (_, interrupt) =>
        {
            interrupt.Cancel = true;
            cancellation.Cancel();
        };
        var output = Console.Out;
        var writer = new ResponseWriter(response);
        Console.SetOut(Console.Error);
        Console.CancelKeyPress += onInterrupt;
        try
        {
            var line = await request.ReadLineAsync(cancellation.Token);
            var asked = Parse(line);
            _ = Task.Factory.StartNew(() => Listen(request, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await AnswerAsync(asked, writer, cancellation.Token);
            return (int)ExitCode.Done;
        }
        catch (Exception error)
        {
            var told = ToolErrors.Of(error);
            writer.WriteError(told);
            return (int)told.ExitCode;
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
            Console.SetOut(output);
        }
    }

    private static ToolRequest Parse(string? line)
    {
        const string Remedy = "Update the tool with 'dotnet tool update docmigrate.cli', and the project's DocMigrate packages to the same version.";
        ToolRequest? request;
        try
        {
            request = JsonSerializer.Deserialize<ToolRequest>(line ?? "", ToolJson.Line);
        }
        catch (JsonException error)
        {
            throw new ConfigurationException(ToolingErrors.BadRequest, $"The inner host can't read its request: {error.Message}", Remedy, error);
        }

        return request switch
        {
            null => throw new ConfigurationException(ToolingErrors.BadRequest, "The inner host got an empty request.", Remedy),
            { Protocol: not ToolRequest.CurrentProtocol } => throw new ConfigurationException(
                ToolingErrors.ProtocolMismatch,
                $"The tool speaks version {request.Protocol} and the project's DocMigrate.Engine version {ToolRequest.CurrentProtocol}.", Remedy),
            _ => request,
        };
    }

    private static void Listen(TextReader request, CancellationTokenSource cancellation)
    {
        try
        {
            while (request.ReadLine() is { } line)
            {
                if (line == CancelLine)
                {
                    cancellation.Cancel();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The work is done, and with it the conversation: nobody is left to be stopped.
            return;
        }
    }

    private static async Task AnswerAsync(ToolRequest request, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationReader().Read(request.ConfigurationPath, request.Connections);
        var assembly = Load(request.AssemblyPath);
        var catalog = request.Arguments.Manifest is { } path && MigrationManifest.Read(path) is { } manifest
            ? MigrationCatalog.FromManifest(manifest)
            : MigrationCatalog.FromAssemblies(assembly);
        await using var migrator = Migrator.Create(configuration, catalog, StoreProviders.Discover(assembly));
        await AnswerAsync(request, migrator, writer, cancellationToken);
    }

    private static async Task AnswerAsync(ToolRequest request, Migrator migrator, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var target = MigrationTarget.Parse(arguments.Module, arguments.Name);
        switch (request.Command)
        {
            case ToolCommand.Plan:
                writer.WriteResult(migrator.Describe(await migrator.PlanAsync(target, Options(arguments), arguments.Sync, cancellationToken)));
                break;
            case ToolCommand.DryRun:
                writer.WriteResult(await migrator.DryRunAsync(new DryRunOptions { Target = target, Sync = arguments.Sync, Sample = arguments.Sample, KeepOrder = arguments.KeepOrder }, cancellationToken));
                break;
            case ToolCommand.Migrate:
                writer.WriteResult(await MigrateAsync(migrator, target, arguments, writer, cancellationToken));
                break;
            case ToolCommand.PlanPrune:
                writer.WriteResult(await migrator.PlanPruneAsync(arguments.Module!, cancellationToken));
                break;
            case ToolCommand.Prune:
                writer.WriteResult(await migrator.PruneAsync(arguments.Module!, arguments.Migrations, Options(arguments), writer, cancellationToken));
                break;
            case ToolCommand.Show:
                var shown = await migrator.ShowAsync(writer, cancellationToken);
                writer.WriteResult(shown.Where(migration => arguments.Store is null || migration.Stores.Any(store => store.Store == arguments.Store)));
                break;
            case ToolCommand.History:
                writer.WriteResult(await migrator.HistoryAsync(writer, cancellationToken));
                break;
            case ToolCommand.Script:
                writer.WriteResult(target is { Module: { } module, Name: { } name } && name != MigrationTarget.Zero
                    ? await migrator.ScriptAsync(module, name, arguments.Backwards ? Direction.Backward : Direction.Forward, cancellationToken)
                    : await migrator.ScriptAsync(target, cancellationToken));
                break;
            case ToolCommand.Check:
                writer.WriteResult(await migrator.CheckAsync(cancellationToken));
                break;
            case ToolCommand.Repair:
                writer.WriteResult(await migrator.RepairAsync(RepairOptionsOf(arguments), writer, cancellationToken));
                break;
            case ToolCommand.MakeMigrations:
                writer.WriteResult(await migrator.MakeMigrationsAsync(new MakeMigrationsOptions
                {
                    Module = arguments.Module,
                    Name = arguments.MigrationName,
                    Empty = arguments.Empty,
                    Merge = arguments.Merge,
                    DryRun = arguments.DryRun,
                    Renames = arguments.Renames,
                    Defaults = arguments.Defaults,
                    Onto = arguments.Onto,
                    Update = arguments.Update,
                }, cancellationToken));
                break;
            case ToolCommand.Squash:
                writer.WriteResult(migrator.SquashMigrations(new SquashOptions
                {
                    Module = arguments.Module!,
                    From = arguments.From,
                    To = arguments.Name!,
                    Name = arguments.MigrationName,
                    NoOptimize = arguments.NoOptimize,
                    DryRun = arguments.DryRun,
                }));
                break;
            case ToolCommand.Locks:
                writer.WriteResult(await migrator.LocksAsync(cancellationToken));
                break;
            case ToolCommand.Unlock:
                writer.WriteResult(await migrator.UnlockAsync(arguments.Holders, cancellationToken));
                break;
            case ToolCommand.Inspect:
                writer.WriteResult(await migrator.Inspector.InspectAsync(
                    new InspectOptions
                    {
                        Store = arguments.Store,
                        Collection = arguments.Collection,
                        Sample = arguments.Sample,
                        Emit = arguments.Emit,
                        Namespace = Identifier.OfNamespace(Path.GetFileNameWithoutExtension(request.AssemblyPath) + ".Models"),
                    },
                    writer, cancellationToken));
                break;
            case ToolCommand.Drift:
                writer.WriteResult(await migrator.Inspector.FindDriftAsync(arguments.Store, arguments.Collection, writer, cancellationToken));
                break;
            case ToolCommand.ListQuarantine:
                writer.WriteResult(await migrator.Quarantine.ListAsync(arguments.Quarantine, cancellationToken).ToListAsync(cancellationToken));
                break;
            case ToolCommand.RetryQuarantine:
                writer.WriteResult(await migrator.Quarantine.RetryAsync(arguments.Quarantine, Options(arguments), writer, cancellationToken));
                break;
            case ToolCommand.Sweep:
                writer.WriteResult(await migrator.SweepAsync(
                    new SweepOptions
                    {
                        Store = arguments.Store,
                        From = target,
                        Checked = arguments.Checked,
                        LockTimeout = Options(arguments).LockTimeout,
                        Passes = arguments.Passes ?? PassOptions.Default,
                    },
                    writer, cancellationToken));
                break;
            case ToolCommand.ListShadow:
                writer.WriteResult(await migrator.Shadow.ListAsync(arguments.Shadow, cancellationToken));
                break;
            case ToolCommand.PurgeShadow:
                writer.WriteResult(await migrator.Shadow.PurgeAsync(arguments.Kept, Options(arguments), writer, cancellationToken));
                break;
            case ToolCommand.Shell:
                writer.WriteResult(migrator.Shell(arguments.Store));
                break;
            default:
                throw new ConfigurationException(
                    ToolingErrors.BadRequest, $"The inner host does not know the command '{request.Command}'.",
                    "Update the project's DocMigrate packages to the version of the tool.");
        }
    }

    private static Task<RunResult> MigrateAsync(
        Migrator migrator, MigrationTarget target, ToolArguments arguments, ResponseWriter writer, CancellationToken cancellationToken)
    {
        var options = Options(arguments) with
        {
            Passes = arguments.Passes ?? PassOptions.Default,
            RecordedScripts = arguments.Yes ? RecordedScriptConsent.All : RecordedScriptConsent.To(arguments.RecordedScripts),
        };
        return arguments switch
        {
            { Sync: true } => migrator.SyncAsync(target, options, writer, cancellationToken),
            { Fake: true } => migrator.FakeAsync(target, options, writer, cancellationToken),
            _ => migrator.MigrateAsync(target, options, writer, cancellationToken),
        };
    }

    private static RunOptions Options(ToolArguments arguments)
    {
        var options = new RunOptions { KeepOrder = arguments.KeepOrder };
        return arguments.LockTimeoutSeconds is { } seconds ? options with { LockTimeout = TimeSpan.FromSeconds(seconds) } : options;
    }

    private static RepairOptions RepairOptionsOf(ToolArguments arguments) => new()
    {
        Store = arguments.Store,
        Accept = arguments.Accept,
        DryRun = arguments.DryRun,
        LockTimeout = Options(arguments).LockTimeout,
    };

    private static Assembly Load(string path)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or ArgumentException)
        {
            throw new ConfigurationException(
                ToolingErrors.AssemblyNotLoaded, $"The assembly '{path}' can't be loaded: {error.Message}",
                "Build the project, or correct the path after --assembly.", error);
        }
    }
}
