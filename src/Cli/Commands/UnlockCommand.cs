using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Locking;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate unlock</c>.</summary>
internal static class UnlockCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("unlock", "Shows who holds the lock of each database, and takes it away from a process that is frozen.");
        command.SetAction(runner.Action(static (_, context) => RunAsync(context)));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var locks = await context.AskAsync<LockReport[]>(ToolCommand.Locks, new ToolArguments());
        var holders = locks.Select(static report => report.Holder).OfType<LockHolder>().ToValueList();
        if (holders.Count > 0)
        {
            UnlockWriter.WriteHolders(context.Terminal.Errors, locks, TimeProvider.System.GetUtcNow());
            if (!context.Settings.Yes && !context.Terminal.Confirm("Take the lock away? What such a process was about to do, it will not do."))
            {
                return (int)ExitCode.Cancelled;
            }
        }

        var report = holders.Count == 0
            ? new UnlockReport(locks.ToValueList(), Unlocked: false, Fence: null)
            : await context.AskAsync<UnlockReport>(ToolCommand.Unlock, new ToolArguments { Holders = holders });
        context.Terminal.Answer(report, text => UnlockWriter.Write(text, report));
        return (int)ExitCode.Done;
    }
}
