using DocMigrate.Engine.Manifests;

namespace DocMigrate.Cli.Commands;

/// <summary>Decides whether the manifest can stand for the code.</summary>
internal static class ManifestChoice
{
    /// <summary>The manifest's path; null where there is none, where it does not name the migrations that are there, and where an assembly is named.</summary>
    /// <exception cref="Errors.ConfigurationException">The manifest can't be read, or has the marks of a conflict.</exception>
    public static string? Find(CommandContext context)
    {
        if (context.Settings.Assembly is not null)
        {
            return null;
        }

        var folder = context.Configuration.MigrationsDirectory;
        var path = Path.Combine(folder, MigrationManifest.FileName);
        if (MigrationManifest.Read(path) is not { } manifest)
        {
            return null;
        }

        if (ManifestSources.Agree(manifest, folder))
        {
            return path;
        }

        context.Terminal.Warn($"'{path}' does not name the migrations that are there, so the project's code is looked at. 'docmigrate makemigrations' brings it up to date.");
        return null;
    }
}
