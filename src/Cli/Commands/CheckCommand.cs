using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("check", "Looks for what is not as it should be: pending or edited migrations, models without one, stores out of reach. Exit code 3 when there is something.");
        command.SetAction(runner.Action(async (_, context) =>
        {
            var report = await context.AskAsync<CheckReport>(ToolCommand.Check, new ToolArguments());
            context.Terminal.Answer(report, text => CheckWriter.Write(text, report));
            return (int)(report.Problems.Count > 0 ? ExitCode.Found : ExitCode.Done);
        }));
        return command;
    }
}
