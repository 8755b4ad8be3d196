using System.CommandLine;
using System.CommandLine.Help;
using DocMigrate.Cli.Commands;
using DocMigrate.Cli.Output;

namespace DocMigrate.Cli;

/// <summary>The tool that a person calls.</summary>
internal static class Tool
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(options);

        // A RootCommand would take its name from the assembly, which is not what people type.
        var root = new Command("docmigrate", "One migration history for SQL tables and schemaless documents.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            InitCommand.Create(runner),
            MakeMigrationsCommand.Create(runner),
            SquashMigrationsCommand.Create(runner),
            MigrateCommand.Create(runner),
            ShowMigrationsCommand.Create(runner),
            ScriptCommand.Create(runner),
            CheckCommand.Create(runner),
            HistoryCommand.Create(runner),
            InspectCommand.Create(runner),
            DriftCommand.Create(runner),
            RepairCommand.Create(runner),
            UnlockCommand.Create(runner),
            QuarantineCommand.Create(runner),
            SweepCommand.Create(runner),
            ShadowCommand.Create(runner),
            DbShellCommand.Create(runner),
        };
        options.AddTo(root);
        var parse = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (UsageErrors.Find(parse) is { } error)
        {
            new Terminal(args.Contains("--json"), args.Contains("--no-color"), Verbosity.Normal).Fail(CommandRunner.Describe(error));
            return (int)error.ExitCode;
        }

        // Signals and exceptions are the runner's: it lets a migration reach a safe point, however long that takes.
        return await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }
}
