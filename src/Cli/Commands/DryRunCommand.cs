using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DocMigrate.Cli.Output;
using DocMigrate.DryRuns;
using DocMigrate.Engine.DryRuns;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate migrate --dry-run</c>.</summary>
internal sealed class DryRunCommand
{
    private const string All = "all";

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Do it to a sample of the documents without writing, and show what would become of them. Prints data. Exit code 3 when a document does not fit.",
    };

    // Zero is all.
    private readonly Option<int?> _sample = new("--sample")
    {
        Description = $"With --dry-run: try so many documents of each collection, or '{All}'. Default: {DryRunRequest.DefaultSample}.",
        HelpName = "number",
        CustomParser = Sample,
    };

    public void AddTo(Command command)
    {
        command.Add(_dryRun);
        command.Add(_sample);
    }

    /// <summary>Whether it is asked for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="others">The other modes of the command that are asked for.</param>
    /// <exception cref="ConfigurationException">Options contradict each other.</exception>
    public bool IsWanted(ParseResult parse, params IEnumerable<string> others)
    {
        var wanted = parse.GetValue(_dryRun);
        var problem = (wanted, others.FirstOrDefault()) switch
        {
            (true, { } other) => $"--dry-run does it to a sample, and {other} does not do it at all.",
            (false, _) when parse.GetValue(_sample) is not null => "--sample says how many documents are tried, and without --dry-run none are.",
            _ => null,
        };
        return problem is null ? wanted : throw new ConfigurationException(CliErrors.Contradiction, problem, "'docmigrate migrate --help' shows what goes together.");
    }

    public async Task<int> RunAsync(CommandContext context, ParseResult parse, ToolArguments arguments)
    {
        var sample = parse.GetValue(_sample) ?? DryRunRequest.DefaultSample;
        var report = await context.AskAsync<DryRunReport>(ToolCommand.DryRun, arguments with { Sample = sample == 0 ? null : sample });
        foreach (var warning in report.Warnings ?? [])
        {
            context.Terminal.Warn(warning);
        }

        context.Terminal.Answer(report, text => DryRunWriter.Write(text, report));
        return (int)(report.Fails ? ExitCode.Found : ExitCode.Done);
    }

    private static int? Sample(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Equals(All, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"'{text}' is no number of documents: --sample needs a whole number, as in --sample 1000, or '{All}'.");
        return null;
    }
}
