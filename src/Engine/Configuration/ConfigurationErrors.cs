using DocMigrate.Errors;

namespace DocMigrate.Engine.Configuration;

/// <summary>The codes of configuration errors, and the errors that are raised in more than one place.</summary>
internal static class ConfigurationErrors
{
    public static ErrorCode NotFound { get; } = new("DM1001", "No configuration file");

    public static ErrorCode InvalidJson { get; } = new("DM1002", "The configuration is not valid JSON");

    public static ErrorCode UnknownProperty { get; } = new("DM1003", "Unknown property in the configuration");

    public static ErrorCode InvalidValue { get; } = new("DM1004", "A value in the configuration can't be used");

    public static ErrorCode MissingVariable { get; } = new("DM1005", "An environment variable is not set");

    public static ErrorCode UnknownStore { get; } = new("DM1006", "Unknown store");

    public static ErrorCode UnknownProvider { get; } = new("DM1007", "Unknown provider");

    public static ErrorCode ProviderNotReferenced { get; } = new("DM1008", "The project lacks the provider's package");

    public static ErrorCode Unreadable { get; } = new("DM1009", "The configuration can't be read");

    public static ErrorCode InvalidOverride { get; } = new("DM1010", "An override can't be used");

    public static ErrorCode InvalidTables { get; } = new("DM1104", "The names of DocMigrate's tables can't be used");

    public static ConfigurationException NoSuchStore(string name, MigrationConfiguration configuration)
    {
        var names = configuration.Stores.Select(static store => store.Name).ToArray();
        var where = configuration.Path is { } path ? $" in '{path}'" : "";
        return new ConfigurationException(
            UnknownStore, $"There is no store '{name}'{where}.{Suggest.DidYouMean(name, names)}",
            $"Use one of the stores {Suggest.List(names)}, or add '{name}' to \"stores\" in docmigrate.json.");
    }
}
