using DocMigrate.Engine.Reporting;

namespace DocMigrate.Engine.Authoring;

/// <summary>What is to become of the migrations' files. Immutable.</summary>
internal sealed record MigrationChanges
{
    /// <summary>The files that are new.</summary>
    public ValueList<MigrationFileReport> New { get; init; } = [];

    /// <summary>The migrations in <see cref="New"/>.</summary>
    public ValueList<MigrationDefinition> Definitions { get; init; } = [];

    /// <summary>The files that are changed or renamed.</summary>
    public ValueList<FileEdit> Edits { get; init; } = [];

    /// <summary>Those of <see cref="Edits"/> that get other operations, as they will be.</summary>
    public ValueList<MigrationFileReport> Updated { get; init; } = [];

    /// <summary>What a person should know.</summary>
    public ValueList<string> Notes { get; init; } = [];

    /// <summary>The migrations as they will be.</summary>
    /// <param name="migrations">They as they are.</param>
    public IEnumerable<MigrationDefinition> Made(IEnumerable<MigrationDefinition> migrations)
    {
        var edited = Edits.Select(static edit => edit.Migration).ToHashSet();
        return migrations.Where(migration => !edited.Contains(migration.Id)).Concat(Edits.Select(static edit => edit.Definition)).Concat(Definitions);
    }

    /// <exception cref="Errors.ConfigurationException">A file is there already, or can't be written.</exception>
    public void Write()
    {
        MigrationFolder.Write(New);
        FileEdit.Apply(Edits);
    }
}
