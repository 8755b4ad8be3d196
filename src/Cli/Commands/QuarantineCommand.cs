using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Keeping;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate quarantine list|retry</c>.</summary>
internal static class QuarantineCommand
{
    public static Command Create(CommandRunner runner) => new("quarantine", "Documents that an operation could not convert: lists them, and tries them again.")
    {
        CreateList(runner),
        CreateRetry(runner),
    };

    private static Command CreateList(CommandRunner runner)
    {
        var (collection, store, edited) = Options("Only those whose content was changed since.");
        var command = new Command("list", "Shows the documents in quarantine, and why they are there.") { collection, store, edited };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var arguments = new ToolArguments
            {
                Quarantine = new QuarantineSelection
                {
                    Store = StoreOption.Read(context, parse.GetValue(store)), Collection = parse.GetValue(collection), Edited = parse.GetValue(edited),
                },
            };
            var documents = await context.AskAsync<QuarantinedDocument[]>(ToolCommand.ListQuarantine, arguments);
            context.Terminal.Answer(documents, text => QuarantineWriter.Write(text, documents));
            return (int)ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateRetry(CommandRunner runner)
    {
        var (collection, store, edited) = Options("Only those whose content was changed since; 'migrate' tries these by itself.");
        var ids = new Option<string[]>("--id") { Description = "Only the document with this _id. May be given several times.", HelpName = "_id" };
        var command = new Command("retry", "Does to the documents in quarantine what they have missed. Those that still do not fit stay as they are.")
        {
            collection, store, edited, ids,
        };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var arguments = new ToolArguments
            {
                Quarantine = new QuarantineSelection
                {
                    Store = StoreOption.Read(context, parse.GetValue(store)), Collection = parse.GetValue(collection), Edited = parse.GetValue(edited),
                    Documents = (parse.GetValue(ids) ?? []).ToValueList(),
                },
            };
            var report = await context.AskAsync<RetryReport>(ToolCommand.RetryQuarantine, arguments);
            context.Terminal.Answer(report, text => QuarantineWriter.Write(text, report));
            return (int)(report.Remaining > 0 ? ExitCode.Found : ExitCode.Done);
        }));
        return command;
    }

    private static (Argument<string?> Collection, Option<string?> Store, Option<bool> Edited) Options(string edited) => (
        new Argument<string?>("collection") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this collection." },
        new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" },
        new Option<bool>("--edited") { Description = edited });
}
