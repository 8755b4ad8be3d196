using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate script</c>, and under Django's name <c>sqlmigrate</c>.</summary>
internal static class ScriptCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string?>("module") { Arity = ArgumentArity.ZeroOrOne, Description = "The module. Without it: everything that is pending." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "The migration: its name or a unique beginning of it." };
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" };
        var backwards = new Option<bool>("--backwards") { Description = "Show how the migration is undone." };
        var command = new Command("script", "Shows the statements of a migration, or of what is pending, and runs nothing.") { module, name, store, backwards };
        command.Aliases.Add("sqlmigrate");
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var only = StoreOption.Read(context, parse.GetValue(store));
            var report = await context.AskAsync<ScriptReport>(ToolCommand.Script, new ToolArguments
            {
                Module = parse.GetValue(module),
                Name = parse.GetValue(name),
                Backwards = parse.GetValue(backwards),
            });
            var shown = new ScriptReport(report.Steps.Where(step => only is null || step.Store == only).ToValueList());
            context.Terminal.Answer(shown, text => ScriptWriter.Write(text, shown));
            return (int)ExitCode.Done;
        }));
        return command;
    }
}
