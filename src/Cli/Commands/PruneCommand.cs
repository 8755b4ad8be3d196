using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate migrate module --prune</c>.</summary>
internal static class PruneCommand
{
    public static async Task<int> RunAsync(CommandContext context, ToolArguments arguments, bool look)
    {
        var planned = await context.AskAsync<PruneReport>(ToolCommand.PlanPrune, arguments);
        if (look || planned.Migrations.Count == 0)
        {
            context.Terminal.Answer(planned, text => PruneWriter.Write(text, planned));
            return (int)ExitCode.Done;
        }

        if (!context.Settings.Yes)
        {
            PruneWriter.Write(context.Terminal.Errors, planned);
            if (!context.Terminal.Confirm("Take them out of the history?"))
            {
                return (int)ExitCode.Cancelled;
            }
        }

        var pruned = await context.AskAsync<PruneReport>(
            ToolCommand.Prune, arguments with { Migrations = planned.Migrations.Select(static migration => MigrationId.Parse(migration.Migration)).ToValueList() });
        context.Terminal.Answer(pruned, text => PruneWriter.Write(text, pruned));
        return (int)ExitCode.Done;
    }
}
