using System.CommandLine;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Keeping;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate shadow list|purge</c>.</summary>
internal static class ShadowCommand
{
    public static Command Create(CommandRunner runner) => new("shadow", "What operations took away and the stores keep aside for the way back: lists it, and forgets it.")
    {
        CreateList(runner),
        CreatePurge(runner),
    };

    private static Command CreateList(CommandRunner runner)
    {
        var selection = new Selection();
        var command = new Command("list", "Shows what is kept aside, for which migration, since when.");
        selection.AddTo(command);
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var kept = await context.AskAsync<ShadowReport[]>(ToolCommand.ListShadow, new ToolArguments { Shadow = selection.Read(parse, context) });
            context.Terminal.Answer(kept, text => ShadowWriter.Write(text, kept));
            return (int)ExitCode.Done;
        }));
        return command;
    }

    private static Command CreatePurge(CommandRunner runner)
    {
        var selection = new Selection();
        var command = new Command("purge", "Forgets what is kept aside: going back does not bring it any more. Asks first, unless --yes.");
        selection.AddTo(command);
        command.SetAction(runner.Action(async (parse, context) =>
        {
            var arguments = new ToolArguments { Shadow = selection.Read(parse, context) };
            var kept = await context.AskAsync<ShadowReport[]>(ToolCommand.ListShadow, arguments);
            if (kept.Length > 0 && !context.Settings.Yes)
            {
                ShadowWriter.Write(context.Terminal.Errors, kept);
                if (!context.Terminal.Confirm("Forget all of it, for good?"))
                {
                    return (int)ExitCode.Cancelled;
                }
            }

            var purged = kept.Length == 0
                ? new PurgeReport(0, [])
                : await context.AskAsync<PurgeReport>(ToolCommand.PurgeShadow, arguments with { Kept = kept.ToValueList() });
            context.Terminal.Answer(purged, text => ShadowWriter.Write(text, purged));
            return (int)ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Which of that which is kept.</summary>
    private sealed class Selection
    {
        private readonly Argument<string?> _module = new("module") { Arity = ArgumentArity.ZeroOrOne, Description = "Only for migrations of this module." };
        private readonly Argument<string?> _name = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Only for the migrations whose names begin so." };
        private readonly Option<string?> _store = new("--store") { Description = "Only in this store.", HelpName = "name" };
        private readonly Option<int?> _days = new("--older-than")
        {
            Description = "Only for migrations that were last run more than this many days ago.", HelpName = "days",
        };

        public void AddTo(Command command)
        {
            command.Add(_module);
            command.Add(_name);
            command.Add(_store);
            command.Add(_days);
            command.Validators.Add(result =>
            {
                if (result.GetResult(_days) is not null && result.GetValue(_days) is < 0 or > 36_500)
                {
                    result.AddError("--older-than takes a number of days from 0 to 36500.");
                }
            });
        }

        public ShadowSelection Read(ParseResult parse, CommandContext context) => new()
        {
            Module = parse.GetValue(_module),
            Name = parse.GetValue(_name),
            Store = StoreOption.Read(context, parse.GetValue(_store)),
            OlderThan = parse.GetValue(_days) is { } days ? TimeSpan.FromDays(days) : null,
        };
    }
}
