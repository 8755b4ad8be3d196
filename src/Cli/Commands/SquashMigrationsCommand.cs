using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate squashmigrations</c>.</summary>
internal static class SquashMigrationsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string>("module") { Description = "The module." };
        var range = new Argument<string[]>("migrations")
        {
            Arity = new ArgumentArity(1, 2),
            Description = "The last migration, or the first and the last; beginnings of their names are enough.",
            HelpName = "[from] to",
        };
        var name = new Option<string?>("--name", "-n") { Description = "The words at the end of the squash's name.", HelpName = "name" };
        var noOptimize = new Option<bool>("--no-optimize") { Description = "Keep all operations as they are." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be written, and write nothing." };
        var command = new Command("squashmigrations", "Writes one migration that takes the place of several.") { module, range, name, noOptimize, dryRun };
        command.SetAction(runner.Action((parse, context) => RunAsync(context, new ToolArguments
        {
            Module = parse.GetValue(module),
            From = parse.GetValue(range) is [var first, _] ? first : null,
            Name = parse.GetValue(range)![^1],
            MigrationName = parse.GetValue(name),
            NoOptimize = parse.GetValue(noOptimize),
            DryRun = parse.GetValue(dryRun),
        })));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ToolArguments arguments)
    {
        var report = await context.AskAsync<SquashReport>(ToolCommand.Squash, arguments);
        context.Terminal.Answer(report, text => SquashWriter.Write(text, report, context.Terminal.Verbosity >= Verbosity.Detailed));
        return (int)ExitCode.Done;
    }
}
