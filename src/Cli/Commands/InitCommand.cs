using System.CommandLine;
using DocMigrate.Cli.Projects;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;
using Spectre.Console;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate init</c>.</summary>
internal static class InitCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("init", "Writes docmigrate.json beside the project. Never overwrites one.");
        command.SetAction(runner.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CommandContext context)
    {
        var settings = context.Settings;
        var project = ProjectLocator.Find(settings.Project, context.CurrentFolder, "--project");
        var file = settings.Config is { } config
            ? Path.GetFullPath(config, context.CurrentFolder)
            : Path.Combine(Path.GetDirectoryName(project)!, ConfigurationReader.FileName);
        if (Directory.Exists(file))
        {
            file = Path.Combine(file, ConfigurationReader.FileName);
        }

        var template = ConfigurationTemplate.For(project, await File.ReadAllTextAsync(project, context.Signals.Stop), Path.GetDirectoryName(file)!);
        await WriteAsync(file, template.Text, context.Signals.Stop);
        context.Terminal.Answer(new { configuration = file, project, template.Stores }, text =>
        {
            text.MarkupLineInterpolated($"Wrote {file}.");
            text.MarkupLineInterpolated($"  project     {project}");
            text.MarkupLineInterpolated($"  migrations  {Path.Combine(Path.GetDirectoryName(file)!, MigrationConfiguration.DefaultMigrations)}");
            text.MarkupLineInterpolated($"  stores      {string.Join(", ", template.Stores)}");
            text.MarkupLineInterpolated($"Next: write model classes, then 'docmigrate makemigrations'.");
        });
        foreach (var package in template.MissingPackages)
        {
            context.Terminal.Warn($"The project does not reference {package} yet: run 'dotnet add package {package} --version {VersionHandshake.ToolVersion}'.");
        }

        return (int)ExitCode.Done;
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new ConfigurationException(
                CliErrors.FileExists, $"'{file}' exists already; it was not changed.",
                "Edit it, or delete it and run 'docmigrate init' again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                CliErrors.NotWritten, $"'{file}' can't be written: {error.Message}", "Check the folder and its permissions.", error);
        }
    }
}
