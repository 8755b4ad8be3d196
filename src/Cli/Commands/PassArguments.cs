using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DocMigrate.Running;

namespace DocMigrate.Cli.Commands;

/// <summary>The options that say how long work on data is done.</summary>
internal sealed class PassArguments
{
    private readonly Option<int?> _workers = new("--workers")
    {
        Description = $"On how many threads, or connections where the store has several writers, documents are reshaped: 1 to {PassOptions.MostWorkers}. Default: 1 thread; PostgreSQL: 2 connections.",
        HelpName = "number",
        CustomParser = Workers,
    };

    private readonly Option<double?> _pauseRatio = new("--pause-ratio")
    {
        Description = $"Rest between two transactions of long work, so many times as long as the last one took: 0 to {PassOptions.MostPauseRatio}. Default: 0.",
        HelpName = "ratio",
        CustomParser = Ratio,
    };

    private readonly Option<string?> _pauseFile = new("--pause-file") { Description = "While this file exists, long work waits between two transactions.", HelpName = "path" };

    private readonly Option<bool> _writersStopped = new("--writers-stopped")
    {
        Description = "You vouch that nobody else writes until it is done, and that nobody has written documents of the new shape since it began.",
    };

    public void AddTo(Command command)
    {
        command.Add(_workers);
        command.Add(_pauseRatio);
        command.Add(_pauseFile);
        command.Add(_writersStopped);
    }

    public PassOptions Read(ParseResult parse) => new()
    {
        Workers = parse.GetValue(_workers),
        PauseRatio = parse.GetValue(_pauseRatio) ?? 0,
        PauseFile = parse.GetValue(_pauseFile) is { Length: > 0 } path ? Path.GetFullPath(path) : null,
        WritersStopped = parse.GetValue(_writersStopped),
    };

    private static int? Workers(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers is >= 1 and <= PassOptions.MostWorkers)
        {
            return workers;
        }

        result.AddError($"--workers {result.Tokens[0].Value} is not a number from 1 to {PassOptions.MostWorkers}.");
        return null;
    }

    private static double? Ratio(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= PassOptions.MostPauseRatio)
        {
            return ratio;
        }

        result.AddError($"--pause-ratio {result.Tokens[0].Value} is not a number from 0 to {PassOptions.MostPauseRatio}.");
        return null;
    }
}
