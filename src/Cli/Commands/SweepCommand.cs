using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate sweep</c>.</summary>
internal static class SweepCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string?>("module") { Arity = ArgumentArity.ZeroOrOne, Description = "Only documents that are behind migrations of this module." };
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Only documents that are behind this migration, or one after it in their collection." };
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" };
        var isChecked = new Option<bool>("--checked")
        {
            Description = "You looked at the late documents that can't be told from others, and they are as they should be: they no longer count as late.",
        };
        var passes = new PassArguments();
        var command = new Command("sweep", "Brings documents up to date that programs of an older version wrote since. Exit code 3 when some are late still, or can't be told.")
        {
            module, name, store, isChecked,
        };
        passes.AddTo(command);
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var report = await context.AskAsync<SweepReport>(ToolCommand.Sweep, new ToolArguments
            {
                Module = parse.GetValue(module),
                Name = parse.GetValue(name),
                Store = StoreOption.Read(context, parse.GetValue(store)),
                Checked = parse.GetValue(isChecked),
                Passes = passes.Read(parse),
            });
            context.Terminal.Answer(report, text => SweepWriter.Write(text, report));
            return (int)(report.Clean ? ExitCode.Done : ExitCode.Found);
        }));
        return command;
    }
}
