using System.ComponentModel;
using System.CommandLine;
using System.Diagnostics;
using DocMigrate.Backends;
using DocMigrate.Cli.Hosting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate dbshell</c>.</summary>
internal static class DbShellCommand
{
    public static Command Create(CommandRunner runner)
    {
        var store = new Option<string?>("--store") { Description = "The store. Default: the one that holds the history.", HelpName = "name" };
        var command = new Command("dbshell", "Opens the database's own shell on a store, and returns its exit code. With --json: shows the command.") { store };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var arguments = new ToolArguments { Store = StoreOption.Read(context, parse.GetValue(store)) };
            var shell = await context.AskAsync<ShellCommand>(ToolCommand.Shell, arguments);
            if (context.Settings.Json)
            {
                // Not the variables: they are where secrets are.
                context.Terminal.Answer(new { shell.Program, shell.Arguments }, static _ => { });
                return (int)ExitCode.Done;
            }

            return await RunAsync(shell, context);
        }));
        return command;
    }

    private static async Task<int> RunAsync(ShellCommand shell, CommandContext context)
    {
        var start = ProgramRunner.StartInfo(shell.Program, shell.Arguments);
        start.WorkingDirectory = context.Configuration.BaseDirectory;
        foreach (var (name, value) in shell.Environment)
        {
            start.Environment[name] = value;
        }

        context.Signals.Ignore();
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{shell.Program}' did not start.");
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Win32Exception error)
        {
            throw new ConfigurationException(
                CliErrors.ShellNotFound, $"The program '{shell.Program}', which opens a shell on the store, can't be started: {error.Message}", shell.InstallHint, error);
        }
    }
}
