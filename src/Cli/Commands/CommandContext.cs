using System.Text.Json;
using DocMigrate.Cli.Hosting;
using DocMigrate.Cli.Output;
using DocMigrate.Cli.Projects;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Running;

namespace DocMigrate.Cli.Commands;

/// <summary>What a command works with: the options, the terminal, and the way to the project's code.</summary>
internal sealed class CommandContext(GlobalSettings settings, Terminal terminal, CancellationSignals signals)
{
    private MigrationConfiguration? _configuration;

    public GlobalSettings Settings { get; } = settings;

    public Terminal Terminal { get; } = terminal;

    public CancellationSignals Signals { get; } = signals;

    /// <summary>The folder that paths on the command line are relative to.</summary>
    public string CurrentFolder { get; } = Directory.GetCurrentDirectory();

    /// <summary>The configuration, read when it is first needed.</summary>
    /// <exception cref="Errors.ConfigurationException">There is none, or it can't be used.</exception>
    public MigrationConfiguration Configuration => _configuration ??= new ConfigurationReader().Read(
        ConfigurationReader.Find(Settings.Config, StartFolder), ConfigurationReader.ParseConnections(Settings.Connections));

    // Naming a project in another folder means its configuration, unless that is named too.
    private string StartFolder => Settings.Project is { } project && Settings.Config is null
        ? FolderOf(Path.GetFullPath(project, CurrentFolder))
        : CurrentFolder;

    /// <summary>Builds the project, and lets the inner host do a command with it.</summary>
    /// <exception cref="Errors.MigrationException">Something is wrong before the inner host runs.</exception>
    /// <exception cref="InnerHostFailureException">Something is wrong in the inner host.</exception>
    public async Task<T> AskAsync<T>(ToolCommand command, ToolArguments arguments, Action<RunEvent>? onEvent = null, bool preferBuilt = false)
    {
        var configuration = Configuration;
        var project = (preferBuilt ? await FindBuiltAsync(configuration) : null) ?? await FindProjectAsync(configuration, !Settings.NoBuild);
        VersionHandshake.Check(project);
        var request = new ToolRequest
        {
            Protocol = ToolRequest.CurrentProtocol,
            Command = command,
            ConfigurationPath = configuration.Path!,
            AssemblyPath = project.Assembly,
            Connections = ConfigurationReader.ParseConnections(Settings.Connections),
            Arguments = arguments,
        };
        var result = await InnerHostProcess.AskAsync(project, request, onEvent ?? WarnOnly, Signals);
        return result.Deserialize<T>(ToolJson.Line) ?? throw new JsonException("The inner host's result is null.");
    }

    private async Task<BuiltProject> FindProjectAsync(MigrationConfiguration configuration, bool build)
    {
        if (Settings.Assembly is { } assembly)
        {
            return PrebuiltAssembly.Find(assembly, CurrentFolder);
        }

        var project = Settings.Project is { } given
            ? ProjectLocator.Find(given, CurrentFolder, "--project")
            : ProjectLocator.Find(configuration.Project, configuration.BaseDirectory, $"'{configuration.Path}'");
        if (build && (Terminal.CanRewrite || Terminal.Verbosity >= Verbosity.Detailed))
        {
            Terminal.Note($"Building {Path.GetFileName(project)}...");
        }

        return await ProjectBuilder.BuildAsync(project, Settings.Framework, Settings.Configuration, build, Signals.Stop);
    }

    // What was built before will do where nothing but the providers is wanted of it. Where it won't, it is built.
    private async Task<BuiltProject?> FindBuiltAsync(MigrationConfiguration configuration)
    {
        try
        {
            var project = await FindProjectAsync(configuration, build: false);
            VersionHandshake.Check(project);
            return project;
        }
        catch (ConfigurationException error) when (!Settings.NoBuild && (error.Code == CliErrors.NotBuilt || error.Code == CliErrors.VersionMismatch || error.Code == CliErrors.NotReferenced))
        {
            return null;
        }
    }

    private void WarnOnly(RunEvent runEvent)
    {
        if (runEvent is WarningEvent warning)
        {
            Terminal.Warn(warning.Message);
        }
    }

    private static string FolderOf(string project) => Directory.Exists(project) ? project : Path.GetDirectoryName(project) ?? project;
}
