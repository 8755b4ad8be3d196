using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DocMigrate.Cli.Output;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Inspection;
using DocMigrate.Engine.Tooling;
using DocMigrate.Errors;
using DocMigrate.Inspection;

namespace DocMigrate.Cli.Commands;

/// <summary><c>docmigrate inspect</c>, also <c>inspectdb</c>.</summary>
internal static class InspectCommand
{
    private const int DefaultSample = 10_000;

    public static Command Create(CommandRunner runner)
    {
        var collection = new Argument<string?>("collection") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this collection." };
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "name" };
        var sample = new Option<int?>("--sample")
        {
            Description = $"Read about so many documents of each collection, spread over all. Default: {DefaultSample}.",
            HelpName = "number",
            CustomParser = Sample,
        };
        var all = new Option<bool>("--all") { Description = "Read all documents." };
        var emit = new Option<EmitFormat?>("--emit")
        {
            Description = "csharp: model classes. jsonschema: a JSON schema.",
            HelpName = "format",
            CustomParser = Format,
        };
        var output = new Option<string?>("--output") { Description = "With --emit: write it to this file. An existing one is replaced only with --yes.", HelpName = "file" };
        var command = new Command("inspect", "Shows what the documents of a store are like: paths, types, how many have them, maps, kinds.")
        {
            collection, store, sample, all, emit, output,
        };
        command.Aliases.Add("inspectdb");
        command.SetAction(runner.Action((parse, context) =>
        {
            Require(parse.GetValue(sample) is null || !parse.GetValue(all), "--sample and --all contradict each other.", "Leave one out: --all reads every document.");
            Require(parse.GetValue(output) is null || parse.GetValue(emit) is not null, "--output says where to write, but not what.", "Add --emit csharp or --emit jsonschema.");
            return RunAsync(context, parse.GetValue(output), new ToolArguments
            {
                Store = StoreOption.Read(context, parse.GetValue(store)),
                Collection = parse.GetValue(collection),
                Sample = parse.GetValue(all) ? null : parse.GetValue(sample) ?? DefaultSample,
                Emit = parse.GetValue(emit) ?? EmitFormat.None,
            });
        }));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? output, ToolArguments arguments)
    {
        var file = output is null ? null : Path.GetFullPath(output, context.CurrentFolder);
        if (file is not null && File.Exists(file) && !context.Settings.Yes)
        {
            throw new ConfigurationException(CliErrors.FileExists, $"'{file}' exists already; it was not changed.", "Name another file, or add --yes to replace it.");
        }

        var report = await context.AskAsync<InspectReport>(ToolCommand.Inspect, arguments, preferBuilt: true);
        var emitted = report.Stores.Select(static inspection => inspection.Emitted).FirstOrDefault(static text => text is not null);
        if (file is not null && emitted is not null)
        {
            await WriteAsync(file, emitted);
            context.Terminal.Note($"Wrote {file}");
        }

        var answer = new
        {
            Collections = report.Stores.SelectMany(static inspection => inspection.Parts).Select(static part => part.Report),
            Emitted = file is null ? emitted : null,
        };
        context.Terminal.Answer(answer, text =>
        {
            if (emitted is null)
            {
                InspectWriter.Write(text, report);
            }
            else if (file is null)
            {
                text.Profile.Out.Writer.Write(emitted.EndsWith('\n') ? emitted : emitted + "\n");
            }
        });
        return (int)ExitCode.Done;
    }

    private static async Task WriteAsync(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(CliErrors.NotWritten, $"'{file}' can't be written: {error.Message}", "Check the folder and its permissions.", error);
        }
    }

    private static void Require(bool holds, string message, string remedy)
    {
        if (!holds)
        {
            throw new ConfigurationException(CliErrors.Contradiction, message, remedy);
        }
    }

    private static int? Sample(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no number of documents: --sample needs a whole number from 1 on, as in --sample 1000.");
        return null;
    }

    private static EmitFormat? Format(ArgumentResult result)
    {
        string[] formats = ["csharp", "jsonschema"];
        var text = result.Tokens[0].Value;
        if (formats.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<EmitFormat>(text, ignoreCase: true);
        }

        result.AddError($"There is no format '{text}' to emit: csharp or jsonschema.{Suggest.DidYouMean(text, formats)}");
        return null;
    }
}
