using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate drift</c>.</summary>
internal static class DriftCommand
{
    public static Command Create(CommandRunner runner)
    {
        var collection = new Argument<string?>("collection") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this collection." };
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" };
        var command = new Command("drift", "Holds what is in the stores against what the applied migrations made. Exit code 3 when they differ.") { collection, store };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var report = await context.AskAsync<DriftReport>(ToolCommand.Drift, new ToolArguments
            {
                Store = StoreOption.Read(context, parse.GetValue(store)),
                Collection = parse.GetValue(collection),
            });
            var answer = new
            {
                report.Drifted,
                Collections = report.Stores.SelectMany(static drift => drift.Parts).Select(static part => part.Report),
                report.Late,
                report.NotChecked,
            };
            context.Terminal.Answer(answer, text => DriftWriter.Write(text, report));
            return (int)(report.Drifted ? ExitCode.Found : ExitCode.Done);
        }));
        return command;
    }
}
