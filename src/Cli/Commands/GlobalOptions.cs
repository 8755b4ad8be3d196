using System.CommandLine;
using System.CommandLine.Parsing;
using DocMigrate.Engine.Configuration;

namespace DocMigrate.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _config = Text("--config", "file", "The configuration file, or its folder. Default: docmigrate.json here or in a folder above.");
    private readonly Option<string?> _project = Text("--project", "file", "The project with models and migrations. Default: what the configuration says, else the project beside it.");
    private readonly Option<string?> _framework = Text("--framework", "name", "The target framework to build, where the project has several.");
    private readonly Option<string?> _configuration = Text("--configuration", "name", "The build configuration. Default: Debug.");
    private readonly Option<bool> _noBuild = Flag("--no-build", "Use what the last build made.");
    private readonly Option<string?> _assembly = Text("--assembly", "file", "Use this built assembly instead of a project.");
    private readonly Option<bool> _json = Flag("--json", "Print exactly one JSON document; everything else goes to the error stream.");
    private readonly Option<bool> _noColor = Flag("--no-color", "Print without colours. So does the variable NO_COLOR.");
    private readonly Option<bool> _yes = Flag("--yes", "Answer every question with yes, for scripts.");
    private readonly Option<string[]> _connection = new("--connection")
    {
        Description = "store=connection: a connection string that replaces the configuration's. Can be repeated.",
        HelpName = "store=connection",
        Recursive = true,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<Verbosity?> _verbosity = new("--verbosity")
    {
        Description = "quiet, normal, detailed or diagnostic. Default: normal.",
        HelpName = "level",
        Recursive = true,
        CustomParser = Level,
    };

    /// <summary>Adds them to the root, from which the commands inherit them.</summary>
    public void AddTo(Command root)
    {
        Option[] options =
        [
            _config, _project, _framework, _configuration, _noBuild, _assembly, _connection, _json, _noColor, _yes, _verbosity,
        ];
        foreach (var option in options)
        {
            root.Add(option);
        }
    }

    public GlobalSettings Read(ParseResult parse) => new()
    {
        Config = parse.GetValue(_config),
        Project = parse.GetValue(_project),
        Framework = parse.GetValue(_framework),
        Configuration = parse.GetValue(_configuration),
        NoBuild = parse.GetValue(_noBuild),
        Assembly = parse.GetValue(_assembly),
        Connections = (parse.GetValue(_connection) ?? []).ToValueList(),
        Json = parse.GetValue(_json),
        NoColor = parse.GetValue(_noColor),
        Yes = parse.GetValue(_yes),
        Verbosity = parse.GetValue(_verbosity) ?? Verbosity.Normal,
    };

    private static Verbosity? Level(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<Verbosity>(text, ignoreCase: true, out var level) && !int.TryParse(text, out _))
        {
            return level;
        }

        result.AddError($"There is no verbosity '{text}'.{Suggest.DidYouMean(text, Enum.GetNames<Verbosity>().Select(static name => name.ToLowerInvariant()))}");
        return null;
    }

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName, Recursive = true };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Recursive = true };
}
