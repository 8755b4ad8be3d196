using DocMigrate.Engine.Reporting;

namespace DocMigrate.Engine.Authoring;

/// <summary>A file that is to be changed, and perhaps renamed. Immutable.</summary>
/// <param name="Migration">The migration whose class is in it.</param>
/// <param name="Before">The file as it is.</param>
/// <param name="After">The file as it is to be.</param>
/// <param name="Definition">The migration as it is to be.</param>
internal sealed record FileEdit(MigrationId Migration, SourceFile Before, SourceFile After, MigrationDefinition Definition)
{
    /// <summary>Makes the changes: new files first, so that nothing is lost when it is interrupted.</summary>
    public static void Apply(IReadOnlyList<FileEdit> edits)
    {
        foreach (var edit in edits)
        {
            edit.After.Write();
        }

        foreach (var edit in edits.Where(edit => edits.All(other => other.After.Path != edit.Before.Path)))
        {
            SourceFile.Guard(edit.Before.Path, () => File.Delete(edit.Before.Path));
        }
    }

    /// <summary>The lines that differ.</summary>
    public FileEditReport Report()
    {
        var before = Before.Text.Split('\n');
        var after = After.Text.Split('\n');
        return new FileEditReport(
            Migration.ToString(),
            Before.Path,
            After.Path,
            before.Length == after.Length
                ? before.Zip(after).Where(static pair => pair.First != pair.Second)
                    .SelectMany(static pair => new[] { $"- {pair.First.Trim()}", $"+ {pair.Second.Trim()}" }).ToValueList()
                : [$"- {before.Length} lines", $"+ {after.Length} lines"]);
    }
}
