using System.CommandLine;
using DocMigrate.Cli.Hosting;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary>Runs a command's body and turns whatever becomes of it into output and exit code.</summary>
internal sealed class CommandRunner(GlobalOptions options)
{
    /// <summary>What a command does when it is called.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Action(Func<ParseResult, CommandContext, Task<int>> body) =>
        (parse, _) => RunAsync(parse, body);

    /// <summary>The error as it is shown.</summary>
    public static ToolError Describe(Exception exception) => exception switch
    {
        InnerHostFailureException failure => failure.Error,
        MigrationException error => new ToolError(error.Code.Value, error.Message, error.Remedy, error.ExitCode, error.ToString()),
        OperationCanceledException => new ToolError(
            CliErrors.Cancelled.Value, "Cancelled before anything was changed.", "Run the command again when you want to.", ExitCode.Cancelled),
        _ => new ToolError(
            CliErrors.Unexpected.Value, $"{exception.GetType().Name}: {exception.Message}",
            "This is a defect of DocMigrate. Report it with the output of --verbosity diagnostic.", ExitCode.Failed, exception.ToString()),
    };

    // The one place that stands between the program and its user: here every exception becomes an error with a code.
    private async Task<int> RunAsync(ParseResult parse, Func<ParseResult, CommandContext, Task<int>> body)
    {
        var settings = options.Read(parse);
        var terminal = new Terminal(settings.Json, settings.NoColor, settings.Verbosity);
        using var signals = new CancellationSignals(() => terminal.Note("Stopping at the next safe point. Ctrl-C again stops at once."));
        try
        {
            return await body(parse, new CommandContext(settings, terminal, signals));
        }
        catch (Exception exception)
        {
            var error = Describe(exception);
            terminal.Fail(error);
            return (int)error.ExitCode;
        }
    }
}
