using System.Text.Json;
using DocMigrate.Cli.Commands;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using Spectre.Console;

namespace DocMigrate.Cli.Output;

/// <summary>
/// Where the tool writes. With <c>--json</c> the standard output gets one document and nothing else; what a person reads goes to the error stream.
/// </summary>
internal sealed class Terminal
{
    // Where nobody looks at a window, lines are as long as they are: a wrapped path can't be searched for.
    private const int Unlimited = 10_000;
    private readonly bool _json;

    public Terminal(bool json, bool noColor, Verbosity verbosity)
    {
        _json = json;
        Verbosity = verbosity;
        Errors = Create(Console.Error, Console.IsErrorRedirected, noColor);
        Text = json ? Errors : Create(Console.Out, Console.IsOutputRedirected, noColor);
    }

    /// <summary>How much to say.</summary>
    public Verbosity Verbosity { get; }

    /// <summary>What a person asked for.</summary>
    public IAnsiConsole Text { get; }

    /// <summary>Errors, warnings and notes.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>Whether a line can be written over, as a progress line is.</summary>
    public bool CanRewrite => Text.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Writes the command's answer: as JSON, or for a person by <paramref name="text"/>.</summary>
    public void Answer<T>(T answer, Action<IAnsiConsole> text)
    {
        if (_json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(answer, ToolJson.Indented));
        }
        else
        {
            text(Text);
        }
    }

    /// <summary>Writes an error: in words to the error stream, and with <c>--json</c> as the document too.</summary>
    public void Fail(ToolError error)
    {
        var code = error.Code ?? (error.ExitCode == ExitCode.Cancelled ? CliErrors.Cancelled : CliErrors.Unexpected).Value;
        if (_json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { error = new { code, error.Message, error.Remedy } }, ToolJson.Indented));
        }

        Errors.MarkupLineInterpolated($"[red]error {code}[/]: {error.Message}");
        Errors.MarkupLineInterpolated($"  [bold]remedy[/]: {error.Remedy}");
        if (error.Detail is { } detail && Verbosity == Verbosity.Diagnostic)
        {
            Errors.WriteLine(detail);
        }
    }

    /// <summary>Whether somebody is there to be asked.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks a question that <c>--yes</c> would answer. Nothing but a clear yes is one.</summary>
    /// <exception cref="ConfigurationException">Nobody is there to be asked.</exception>
    public bool Confirm(string question)
    {
        if (!CanAsk)
        {
            throw new ConfigurationException(
                CliErrors.Usage, $"This is to be confirmed, and there is no terminal to ask on: {question}", "Add --yes if you have decided.");
        }

        Errors.MarkupInterpolated($"[bold]{question}[/] (y/N) ");
        return Console.In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Writes a warning to the error stream.</summary>
    public void Warn(string message) => Errors.MarkupLineInterpolated($"[yellow]warning[/]: {message}");

    /// <summary>Writes a note to the error stream, unless the tool is to be quiet.</summary>
    public void Note(string message)
    {
        if (Verbosity > Verbosity.Quiet)
        {
            Errors.MarkupLineInterpolated($"[grey]{message}[/]");
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected, bool noColor)
    {
        var plain = redirected || noColor || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = Unlimited;
        }

        return console;
    }
}
