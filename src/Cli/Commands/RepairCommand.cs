using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Repairing;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate repair</c>.</summary>
internal static class RepairCommand
{
    public static Command Create(CommandRunner runner)
    {
        var store = new Option<string?>("--store") { Description = "Take this store's word: it was restored to an earlier copy.", HelpName = "name" };
        var accept = new Option<string?>("--accept-store")
        {
            Description = "Take this store for the project's own, whatever it is: empty, or another database.",
            HelpName = "name",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done, and do nothing." };
        var command = new Command("repair", "Makes the history say what the stores say: where it was lost, or a store was restored, deleted or swapped.")
        {
            store, accept, dryRun,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(store) is not null && result.GetResult(accept) is not null)
            {
                result.AddError("--store and --accept-store can't be given together: --accept-store does what --store does, and more.");
            }
        });
        command.SetAction(runner.Action((parse, context) =>
        {
            var arguments = new ToolArguments
            {
                Store = StoreOption.Read(context, parse.GetValue(store) ?? parse.GetValue(accept)),
                Accept = parse.GetValue(accept) is not null,
                DryRun = true,
            };
            return RunAsync(context, arguments, parse.GetValue(dryRun));
        }));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ToolArguments arguments, bool dryRun)
    {
        var planned = await context.AskAsync<RepairReport>(ToolCommand.Repair, arguments);
        if (dryRun || planned.Changes.Count == 0)
        {
            context.Terminal.Answer(planned, text => RepairWriter.Write(text, planned));
            return (int)ExitCode.Done;
        }

        if (!context.Settings.Yes)
        {
            RepairWriter.Write(context.Terminal.Errors, planned);
            if (!context.Terminal.Confirm("Change the history like that?"))
            {
                return (int)ExitCode.Cancelled;
            }
        }

        var done = await context.AskAsync<RepairReport>(ToolCommand.Repair, arguments with { DryRun = false });
        context.Terminal.Answer(done, text => RepairWriter.Write(text, done));
        return (int)ExitCode.Done;
    }
}
