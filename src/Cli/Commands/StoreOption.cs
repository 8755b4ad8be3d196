namespace DocMigrate.Cli.Commands;

/// <summary>Checks a store's name before anything is built for it.</summary>
internal static class StoreOption
{
    /// <exception cref="Errors.ConfigurationException">There is no store of that name.</exception>
    public static string? Read(CommandContext context, string? name) => name is null ? null : context.Configuration.Store(name).Name;
}
