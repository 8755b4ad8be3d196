using System.CommandLine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;

namespace DocMigrate.Cli.Commands;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>The error, or null when the command line can be run.</summary>
    public static ConfigurationException? Find(ParseResult parse)
    {
        if (parse.Errors.Count == 0)
        {
            return null;
        }

        var command = parse.CommandResult.Command;
        var suggestions = parse.UnmatchedTokens.Select(token => Suggest.DidYouMean(token, Candidates(command, token)));
        var help = command is RootCommand ? "docmigrate --help" : $"docmigrate {command.Name} --help";
        return new ConfigurationException(
            CliErrors.Usage, $"{Messages(parse)}{string.Concat(suggestions.Distinct())}", $"'{help}' shows what can be written.");
    }

    // A mistyped command is also "no command": only the first is worth saying.
    private static string Messages(ParseResult parse)
    {
        var messages = parse.UnmatchedTokens.Count > 0
            ? parse.UnmatchedTokens.Select(static token => $"There is no command, option or argument '{token}' here.")
            : parse.Errors.Select(static error => error.Message);
        return string.Join(" ", messages.Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Candidates(Command command, string token)
    {
        if (!token.StartsWith('-'))
        {
            return command.Subcommands.SelectMany(static subcommand => subcommand.Aliases.Append(subcommand.Name));
        }

        var inherited = command.Parents.OfType<Command>().SelectMany(static parent => parent.Options.Where(static option => option.Recursive));
        return command.Options.Concat(inherited).SelectMany(static option => option.Aliases.Append(option.Name));
    }
}
