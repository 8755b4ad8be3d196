using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DocMigrate.Cli.Hosting;
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
        var sync = new Option<bool>("--sync") { Description = "Undo first, from the history, what is applied and the checked-out code does not have." };
        var fake = new Option<bool>("--fake") { Description = "Only record it, and run nothing." };
        var prune = new Option<bool>("--prune") { Description = "Take out of the history what the code of this module no longer has. Changes no data." };
        var order = new Option<bool>("--keep-order") { Description = "Keys of documents keep their places among their siblings; what moves keys runs in process." };
        var timeout = new Option<double?>("--lock-timeout")
        {
            Description = "For how many seconds another run that holds the lock may give no sign of life. 0 does not wait. Default: 30.",
            HelpName = "seconds",
            CustomParser = Seconds,
        };
        var command = new Command("migrate", "Applies migrations, or goes back to one.") { module, name, plan, check, sync, fake, prune, order, timeout };
        var passes = new PassArguments();
        passes.AddTo(command);
        var dryRun = new DryRunCommand();
        dryRun.AddTo(command);
        command.SetAction(runner.Action((parse, context) =>
        {
            var arguments = new ToolArguments
            {
                Module = parse.GetValue(module),
                Name = parse.GetValue(name),
                LockTimeoutSeconds = parse.GetValue(timeout),
                Passes = passes.Read(parse),
                KeepOrder = parse.GetValue(order),
                Sync = parse.GetValue(sync),
                Fake = parse.GetValue(fake),
                Yes = context.Settings.Yes,
            };
            RequireOneMode(arguments, parse.GetValue(prune));
            var look = parse.GetValue(plan) || parse.GetValue(check);
            var others = new[] { plan, check, fake, prune }.Where(parse.GetValue).Select(static option => option.Name);
            return 0 switch
            {
                _ when dryRun.IsWanted(parse, others) => dryRun.RunAsync(context, parse, arguments),
                _ when parse.GetValue(prune) => PruneCommand.RunAsync(context, arguments, look),
                _ when look => PlanAsync(context, arguments, parse.GetValue(check)),
                _ => RunAsync(context, arguments),
            };
        }));
        return command;
    }

    private static void RequireOneMode(ToolArguments arguments, bool prune)
    {
        var problem = (arguments, prune) switch
        {
            ({ Sync: true, Fake: true }, _) => "--sync undoes what the code does not have, and --fake runs nothing.",
            ({ Sync: true }, true) => "--sync undoes what the code does not have, and --prune forgets it.",
            ({ Fake: true }, true) => "--prune runs nothing anyway.",
            ({ Module: null }, true) => "--prune needs a module: what is not in the code of one may be in the code of another version of it.",
            ({ Name: not null }, true) => "--prune takes a module, and no migration's name.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ConfigurationException(CliErrors.Contradiction, problem, "'docmigrate migrate --help' shows what goes together.");
        }
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
        catch (InnerHostFailureException failure)
            when (failure.Error.Code == ToolErrors.ScriptNotConfirmed && Terminal.CanAsk && arguments.RecordedScripts.Count == 0)
        {
            writer.End();
            return await AskForScriptsAsync(context, arguments);
        }
        finally
        {
            writer.End();
        }
    }

    // Agreed to is what was shown, to the letter: should other SQL be there when the run comes to it, that is refused.
    private static async Task<int> AskForScriptsAsync(CommandContext context, ToolArguments arguments)
    {
        var report = await context.AskAsync<PlanReport>(ToolCommand.Plan, arguments);
        var scripts = report.RecordedScripts ?? [];
        PlanWriter.WriteScripts(context.Terminal.Errors, scripts);
        return context.Terminal.Confirm("Run this SQL?")
            ? await RunAsync(context, arguments with { RecordedScripts = scripts })
            : (int)ExitCode.Cancelled;
    }
}
