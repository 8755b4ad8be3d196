using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate makemigrations</c>.</summary>
internal static class MakeMigrationsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string?>("module") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this module." };
        var name = new Option<string?>("--name", "-n") { Description = "The migration's name, without its number.", HelpName = "name" };
        var empty = new Option<bool>("--empty") { Description = "Write a migration without operations, to be filled in by hand." };
        var merge = new Option<bool>("--merge") { Description = "Bring the branches of a module together: by a migration that joins them, or one behind the other." };
        var onto = new Option<string?>("--onto") { Description = "With --merge: the migration whose branch the others come behind.", HelpName = "name" };
        var update = new Option<bool>("--update") { Description = "Fold the changes into the last migration, while it is not applied." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be written, and write nothing." };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit code 3 when the models ask for a migration." };
        var renames = new Option<string[]>("--rename")
        {
            Description = "orders.qty=quantity or orders=purchases: the left one was renamed to the right one. Can be repeated.",
            HelpName = "old=new",
        };
        var defaults = new Option<string[]>("--default")
        {
            Description = "orders.currency=EUR: what existing rows get in a new required column. Can be repeated.",
            HelpName = "table.column=value",
        };
        var command = new Command("makemigrations", "Compares the models with the migrations, and writes what is missing.")
        {
            module, name, empty, merge, onto, update, dryRun, check, renames, defaults,
        };
        command.SetAction(runner.Action((parse, context) => RunAsync(context, parse.GetValue(check), new ToolArguments
        {
            Module = parse.GetValue(module),
            MigrationName = parse.GetValue(name),
            Empty = parse.GetValue(empty),
            Merge = parse.GetValue(merge),
            Onto = parse.GetValue(onto),
            Update = parse.GetValue(update),
            DryRun = parse.GetValue(dryRun) || parse.GetValue(check),
            Renames = (parse.GetValue(renames) ?? []).ToValueList(),
            Defaults = (parse.GetValue(defaults) ?? []).ToValueList(),
        })));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool check, ToolArguments arguments)
    {
        var report = await context.AskAsync<MakeMigrationsReport>(ToolCommand.MakeMigrations, arguments);
        context.Terminal.Answer(report, text => MigrationFilesWriter.Write(text, report, context.Terminal.Verbosity >= Verbosity.Detailed));
        return (int)(check && report.Files.Count + report.Edits.Count > 0 ? ExitCode.Found : ExitCode.Done);
    }
}
