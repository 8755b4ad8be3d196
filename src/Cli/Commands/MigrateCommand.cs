using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate migrate</c>.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string?>("module") { Arity = ArgumentArity.ZeroOrOne, Description = "The module. Without it: everything." };
        var name = new Argument<string?>("name")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The migration to go to, forth or back: its name, a unique beginning of it, or 'zero' for before the first.",
        };
        var plan = new Option<bool>("--plan") { Description = "Show what would be done, and do nothing." };
        var check = new Option<bool>("--check") { Description = "Do nothing; exit code 3 when something is to be done." };
        var timeout = new Option<double?>("--lock-timeout")
        {
            Description = "For how many seconds another run that holds the lock may give no sign of life. 0 does not wait. Default: 30.",
            HelpName = "seconds",
            CustomParser = Seconds,
        };
        var command = new Command("migrate", "Applies migrations, or goes back to one.") { module, name, plan, check, timeout };
        command.SetAction(runner.Action((parse, context) =>
        {
            var arguments = new ToolArguments
            {
                Module = parse.GetValue(module),
                Name = parse.GetValue(name),
                LockTimeoutSeconds = parse.GetValue(timeout),
            };
            return parse.GetValue(plan) || parse.GetValue(check)
                ? PlanAsync(context, arguments, parse.GetValue(check))
                : RunAsync(context, arguments);
        }));
        return command;
    }

    private static double? Seconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && double.IsFinite(seconds))
        {
            return seconds;
        }

        result.AddError($"--lock-timeout {result.Tokens[0].Value} is not a number of seconds, 0 or more.");
        return null;
    }

    private static async Task<int> PlanAsync(CommandContext context, ToolArguments arguments, bool check)
    {
        var report = await context.AskAsync<PlanReport>(ToolCommand.Plan, arguments);
        foreach (var warning in report.Warnings ?? [])
        {
            context.Terminal.Warn(warning);
        }

        context.Terminal.Answer(report, text => PlanWriter.Write(text, report));
        return (int)(check && report.Steps.Count > 0 ? ExitCode.Found : ExitCode.Done);
    }

    private static async Task<int> RunAsync(CommandContext context, ToolArguments arguments)
    {
        var writer = new RunWriter(context.Terminal, TimeProvider.System);
        try
        {
            var result = await context.AskAsync<RunResult>(ToolCommand.Migrate, arguments, writer.OnEvent);
            context.Terminal.Answer(result, text => RunWriter.WriteResult(text, result));
            return (int)ExitCode.Done;
        }
        finally
        {
            writer.End();
        }
    }
}
