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
        // A mistyped option fits where an argument is expected, and no module or migration starts with a hyphen.
        var unknown = parse.UnmatchedTokens.Concat(parse.CommandResult.Tokens.Select(static token => token.Value).Where(static value => value.StartsWith('-')))
            .Distinct(StringComparer.Ordinal).ToList();
        if (parse.Errors.Count == 0 && unknown.Count == 0)
        {
            return null;
        }

        var command = parse.CommandResult.Command;
        var help = command.Parents.Any() ? $"docmigrate {command.Name} --help" : "docmigrate --help";

        // A mistyped command is also "no command": only the first is worth saying.
        var messages = unknown.Count > 0
            ? unknown.Select(token => $"There is no command, option or argument '{token}' here.{Suggest.DidYouMean(token, Candidates(command, token))}")
            : parse.Errors.Select(static error => error.Message);
        return new ConfigurationException(CliErrors.Usage, string.Join(" ", messages.Distinct(StringComparer.Ordinal)), $"'{help}' shows what can be written.");
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
