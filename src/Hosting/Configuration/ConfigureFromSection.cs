using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DocMigrate.Hosting.Configuration;

/// <summary>Puts the section <c>DocMigrate</c> of the application's configuration over what was set in code.</summary>
internal sealed class ConfigureFromSection(IConfiguration? configuration) : IPostConfigureOptions<DocMigrateOptions>
{
    private const string Section = "DocMigrate";

    private static readonly string[] Keys =
    [
        nameof(DocMigrateOptions.ConfigurationPath), nameof(DocMigrateOptions.History), nameof(DocMigrateOptions.KeepOrder), nameof(DocMigrateOptions.LockTimeout),
        nameof(DocMigrateOptions.MigrateAtStart), nameof(DocMigrateOptions.OnFailure),
    ];

    /// <exception cref="ConfigurationException">The section has a key that there is not, or a value that can't be read.</exception>
    public void PostConfigure(string? name, DocMigrateOptions options)
    {
        var section = configuration?.GetSection(Section);
        if (section?.GetChildren().FirstOrDefault(static child => !Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid(
                $"The section '{Section}' of the application's configuration has no key '{unknown.Key}'.{Suggest.DidYouMean(unknown.Key, Keys)}",
                $"Use {Suggest.List(Keys)}.");
        }

        try
        {
            section?.Bind(options);
        }
        catch (InvalidOperationException error)
        {
            throw Invalid($"The section '{Section}' of the application's configuration can't be read: {error.Message}", "Correct it", error);
        }
    }

    private static ConfigurationException Invalid(string message, string remedy, Exception? cause = null) => new(
        HostingErrors.InvalidOptions, message, $"{remedy.TrimEnd('.')} in appsettings.json, or in the environment variables that begin with {Section}__.", cause);
}
