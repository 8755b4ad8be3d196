using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate history</c>.</summary>
internal static class HistoryCommand
{
    public static Command Create(CommandRunner runner)
    {
        var store = new Option<string?>("--store") { Description = "Only lines about this store.", HelpName = "name" };
        var command = new Command("history", "Shows what was done, when and by whom.") { store };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var only = StoreOption.Read(context, parse.GetValue(store));
            var all = await context.AskAsync<HistoryReport[]>(ToolCommand.History, new ToolArguments());
            var lines = all.Where(line => only is null || line.Store == only).ToArray();
            context.Terminal.Answer(lines, text => HistoryWriter.Write(text, lines));
            return (int)ExitCode.Done;
        }));
        return command;
    }
}
