using System.Text.Json;
using System.Text.RegularExpressions;
using DocMigrate.Backends;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Configuration;

/// <summary>Finds and reads <c>docmigrate.json</c>. Changes nothing; thread-safe.</summary>
public sealed partial class ConfigurationReader
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "docmigrate.json";

    private static readonly string[] RootProperties = ["$schema", "project", "migrations", "history", "module", "tables", "stores"];
    private readonly Func<string, string?> _environment;

    /// <summary>Reads variables from <paramref name="environment"/>.</summary>
    /// <param name="environment">Gives a variable's value, or null when it is not set; null reads the process's environment.</param>
    public ConfigurationReader(Func<string, string?>? environment = null) => _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>Finds the file.</summary>
    /// <param name="path">A file, or the folder that it is in; null looks in <paramref name="startDirectory"/> and then in its parents, as git does.</param>
    /// <param name="startDirectory">Where to look, and what a relative <paramref name="path"/> is relative to.</param>
    /// <returns>The file's absolute path.</returns>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static string Find(string? path, string startDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(startDirectory);
        if (path is not null)
        {
            var given = Path.GetFullPath(path, startDirectory);
            var file = Directory.Exists(given) ? Path.Combine(given, FileName) : given;
            return File.Exists(file)
                ? file
                : throw new ConfigurationException(
                    ConfigurationErrors.NotFound, $"There is no configuration file '{file}'.", "Correct the path after --config, or run 'docmigrate init' to make one.");
        }

        for (var folder = new DirectoryInfo(Path.GetFullPath(startDirectory)); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, FileName);
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new ConfigurationException(
            ConfigurationErrors.NotFound, $"There is no {FileName} in '{Path.GetFullPath(startDirectory)}' or in a folder above it.",
            "Change to the project's folder, pass --config <file>, or run 'docmigrate init' to make one.");
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="connections">Connection strings by store that replace the file's; null for none.</param>
    /// <exception cref="ConfigurationException">The file is not there, is not valid, or names what does not exist; line and column are in the message.</exception>
    public MigrationConfiguration Read(string path, IReadOnlyDictionary<string, string>? connections = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        return Parse(ReadText(file), file, connections);
    }

    /// <summary>Reads the file, with connection strings from elsewhere.</summary>
    /// <param name="path">The file.</param>
    /// <param name="connectionOf">Gives the connection string of a store that replaces the file's, or null where it has none.</param>
    /// <exception cref="ConfigurationException">The file is not there, is not valid, or names what does not exist; line and column are in the message.</exception>
    public MigrationConfiguration Read(string path, Func<string, string?> connectionOf)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(connectionOf);
        var file = Path.GetFullPath(path);
        return Parse(ReadText(file), file, connectionOf);
    }

    /// <summary>Reads <c>store=connection</c>, as after <c>--connection</c>.</summary>
    /// <exception cref="ConfigurationException">There is no <c>=</c>, or a store twice.</exception>
    public static IReadOnlyDictionary<string, string> ParseConnections(IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var connections = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            // What follows may be a secret, so the text itself is not repeated.
            if (equals <= 0 || equals == text.Length - 1)
            {
                throw new ConfigurationException(
                    ConfigurationErrors.InvalidOverride, "A --connection does not say which store it is for.",
                    "Write --connection store=connection, as in --connection main=\"Data Source=shop.db\".");
            }

            if (!connections.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                throw new ConfigurationException(
                    ConfigurationErrors.InvalidOverride, $"--connection is given twice for the store '{text[..equals]}'.", "Give it once.");
            }
        }

        return connections;
    }

    internal MigrationConfiguration Parse(string text, string file, IReadOnlyDictionary<string, string>? connections)
    {
        var configuration = Parse(text, file, store => connections?.GetValueOrDefault(store));
        foreach (var store in connections?.Keys ?? [])
        {
            configuration.Store(store);
        }

        return configuration;
    }

    private MigrationConfiguration Parse(string text, string file, Func<string, string?> connectionOf)
    {
        var root = new ConfigurationParser(file, text).Parse();
        if (root.Kind != JsonTokenType.StartObject)
        {
            throw Invalid(file, root.Position, "The configuration must be an object.", "Start the file with { and write the stores in it.");
        }

        foreach (var (name, position, _) in root.Properties.Where(static property => !RootProperties.Contains(property.Name)))
        {
            throw new ConfigurationException(
                ConfigurationErrors.UnknownProperty,
                $"'{file}', {position}: there is no property '{name}'.{Suggest.DidYouMean(name, RootProperties)}",
                $"Use one of {Suggest.List(RootProperties)}.");
        }

        var folder = Path.GetDirectoryName(file)!;
        var tables = Tables(root, file);
        var stores = Stores(root, file, folder, connectionOf).Select(store => store with { Tables = tables }).ToValueList();
        var configuration = new MigrationConfiguration
        {
            Path = file,
            BaseDirectory = folder,
            Project = Text(root, "project", file) is { } project ? Path.GetFullPath(project, folder) : null,
            MigrationsDirectory = Path.GetFullPath(Text(root, "migrations", file) ?? MigrationConfiguration.DefaultMigrations, folder),
            Module = Text(root, "module", file) ?? MigrationConfiguration.DefaultModule,
            History = Text(root, "history", file) ?? stores[0].Name,
            Stores = stores,
        };
        configuration.Store(configuration.History);
        return configuration;
    }

    private TableNaming Tables(ConfigurationNode root, string file)
    {
        const string Example = "Write \"tables\": { \"prefix\": \"_shop_\" }: a letter or an underscore, then letters, digits and underscores, at most 32.";
        if (root.Properties.FirstOrDefault(static property => property.Name == "tables").Value is not { } tables)
        {
            return TableNaming.Default;
        }

        if (tables.Kind != JsonTokenType.StartObject)
        {
            throw new ConfigurationException(ConfigurationErrors.InvalidTables, $"'{file}', {tables.Position}: \"tables\" must be an object.", Example);
        }

        foreach (var (name, position, _) in tables.Properties.Where(static property => property.Name is not ("prefix" or "schema")))
        {
            throw new ConfigurationException(
                ConfigurationErrors.UnknownProperty,
                $"'{file}', {position}: \"tables\" has no property '{name}'.{Suggest.DidYouMean(name, ["prefix", "schema"])}", "Use \"prefix\" or \"schema\".");
        }

        var prefix = Optional(tables, "prefix", file) ?? TableNaming.DefaultPrefix;
        return TableNaming.IsPrefix(prefix)
            ? new TableNaming { Prefix = prefix, Schema = Optional(tables, "schema", file) }
            : throw new ConfigurationException(
                ConfigurationErrors.InvalidTables, $"'{file}', {tables.Position}: names of tables can't begin with '{prefix}'.", Example);
    }

    // In a file that lists every property, null stands for the default.
    private string? Optional(ConfigurationNode node, string name, string file) =>
        node.Properties.FirstOrDefault(property => property.Name == name).Value is { Kind: JsonTokenType.Null } ? null : Text(node, name, file);

    private ValueList<StoreSettings> Stores(ConfigurationNode root, string file, string folder, Func<string, string?> connectionOf)
    {
        const string Example = "Write \"stores\": { \"main\": { \"provider\": \"sqlite\", \"connection\": \"Data Source=app.db\" } }.";
        var stores = root.Properties.FirstOrDefault(static property => property.Name == "stores").Value;
        if (stores is not { Kind: JsonTokenType.StartObject } || stores.Properties.Count == 0)
        {
            throw Invalid(file, (stores ?? root).Position, "\"stores\" must be an object with at least one store.", Example);
        }

        return stores.Properties.Select(store =>
        {
            if (store.Value.Kind != JsonTokenType.StartObject)
            {
                throw Invalid(file, store.Value.Position, $"The store '{store.Name}' must be an object.", Example);
            }

            var provider = Text(store.Value, "provider", file);
            var connection = connectionOf(store.Name) ?? Text(store.Value, "connection", file);
            return new StoreSettings
            {
                Name = store.Name,
                Provider = provider ?? throw Invalid(file, store.Value.Position, $"The store '{store.Name}' has no \"provider\".", Example),
                Connection = connection ?? throw Invalid(file, store.Value.Position, $"The store '{store.Name}' has no \"connection\".", Example),
                BaseDirectory = folder,
                Options = store.Value.Properties
                    .Where(static property => property.Name is not ("provider" or "connection"))
                    .SelectMany(property => Flat(property.Value, property.Name, file))
                    .ToDictionary(static option => option.Key, static option => option.Value, StringComparer.Ordinal),
            };
        }).ToValueList();
    }

    private string? Text(ConfigurationNode node, string name, string file)
    {
        var value = node.Properties.FirstOrDefault(property => property.Name == name).Value;
        return value switch
        {
            null => null,
            { Kind: JsonTokenType.String } when value.Text.Trim().Length > 0 => Expand(value, file),
            _ => throw Invalid(file, value.Position, $"\"{name}\" must be a text that is not empty.", $"Write a text in quotes after \"{name}\"."),
        };
    }

    // What is in an object is named by the way to it, as Microsoft.Extensions.Configuration does.
    private IEnumerable<KeyValuePair<string, string>> Flat(ConfigurationNode node, string name, string file) => node switch
    {
        { IsScalar: true } => [KeyValuePair.Create(name, Expand(node, file))],
        { Kind: JsonTokenType.StartObject } => node.Properties.SelectMany(property => Flat(property.Value, $"{name}:{property.Name}", file)),
        _ => throw Invalid(file, node.Position, $"\"{name}\" must be a text, a number, true or false, or an object of such.", $"Write a single value after \"{name}\"."),
    };

    private string Expand(ConfigurationNode node, string file) => Variable().Replace(node.Text, match =>
        _environment(match.Groups[1].Value) ?? throw new ConfigurationException(
            ConfigurationErrors.MissingVariable,
            $"'{file}', {node.Position}: the environment variable '{match.Groups[1].Value}' is not set.",
            $"Set {match.Groups[1].Value}, or give the connection with --connection store=..."));

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException(
                ConfigurationErrors.NotFound, $"There is no configuration file '{file}'.", "Correct the path, or run 'docmigrate init' to make one.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationErrors.Unreadable, $"'{file}' can't be read: {error.Message}", "Check that it is a file and that you may read it.", error);
        }
    }

    private static ConfigurationException Invalid(string file, ConfigurationPosition position, string message, string remedy) =>
        new(ConfigurationErrors.InvalidValue, $"'{file}', {position}: {message}", remedy);

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}
