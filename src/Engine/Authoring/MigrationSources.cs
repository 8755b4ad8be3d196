using System.Text.RegularExpressions;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>Finds the files that the classes of migrations are in.</summary>
internal sealed class MigrationSources(MigrationFolder folder, MigrationCatalog catalog)
{
    private readonly Lazy<SourceFile[]> _all = new(() => [.. Enumerate(folder.Root).Select(SourceFile.Read)]);

    /// <summary>The file with a migration's class.</summary>
    /// <exception cref="ConfigurationException">No file has its attribute written out, or several have.</exception>
    public SourceFile Locate(MigrationId id)
    {
        var attribute = Attribute(id);
        var usual = folder.PathOf(id);
        if (File.Exists(usual) && SourceFile.Read(usual) is { } file && attribute.IsMatch(file.Text))
        {
            return file;
        }

        SourceFile[] found = [.. _all.Value.Where(other => attribute.IsMatch(other.Text))];
        return found.Length == 1 ? found[0] : throw new ConfigurationException(
            AuthoringErrors.SourceNotFound,
            found.Length == 0
                ? $"No file below '{folder.Root}' has the attribute [Migration(\"{id.Module}\", \"{id.Name}\")], so the file of '{id}' can't be edited."
                : $"The attribute [Migration(\"{id.Module}\", \"{id.Name}\")] is in several files: {string.Join(", ", found.Select(static other => $"'{other.Path}'"))}.",
            "Run the command in the project that has the migrations, with their names written out in the attribute.");
    }

    /// <summary>Whether a file other than that one mentions a word.</summary>
    public bool IsMentionedElsewhere(string word, SourceFile file)
    {
        var mention = new Regex($@"\b{Regex.Escape(word)}\b", RegexOptions.CultureInvariant);
        return _all.Value.Any(other => other.Path != file.Path && mention.IsMatch(other.Text));
    }

    /// <summary>The files of the migrations that name one of these.</summary>
    public IEnumerable<(MigrationDefinition Migration, SourceFile File)> Naming(IReadOnlyCollection<MigrationId> ids) => catalog.Definitions
        .Where(definition => definition.Dependencies.Concat(definition.CommutesWith).Concat(definition.Replaces).Any(ids.Contains))
        .Select(definition => (definition, Locate(definition.Id)));

    public static Regex Attribute(MigrationId id) => new(
        $@"(\bMigration(?:Attribute)?\s*\(\s*""{Regex.Escape(id.Module)}""\s*,\s*"")({Regex.Escape(id.Name)})(""\s*\))", RegexOptions.CultureInvariant);

    private static IEnumerable<string> Enumerate(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(root, "*.cs", options).Where(path => !Path.GetRelativePath(root, path)
            .Split(Path.DirectorySeparatorChar)
            .Any(static part => part is "bin" or "obj" or "artifacts" || part.StartsWith('.')));
    }
}
