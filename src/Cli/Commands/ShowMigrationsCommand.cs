using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate showmigrations</c>.</summary>
internal static class ShowMigrationsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var module = new Argument<string?>("module") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this module." };
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" };
        var plan = new Option<bool>("--plan") { Description = "In the order in which they are applied, not by module." };
        var command = new Command("showmigrations", "Shows which migrations are applied, on which store.") { module, store, plan };
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var manifest = ManifestChoice.Find(context);
            var arguments = new ToolArguments { Manifest = manifest, Module = parse.GetValue(module), Store = StoreOption.Read(context, parse.GetValue(store)) };
            var all = await context.AskAsync<MigrationReport[]>(ToolCommand.Show, arguments, preferBuilt: manifest is not null);
            var migrations = ModuleFilter.Apply(all, parse.GetValue(module));
            context.Terminal.Answer(migrations, text => MigrationListWriter.Write(text, migrations, byModule: !parse.GetValue(plan)));
            return (int)ExitCode.Done;
        }));
        return command;
    }
}
