using System.Text.Json.Serialization;

namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>makemigrations</c> wrote, or would write.</summary>
/// <param name="Files">The files; empty when the models ask for nothing new.</param>
/// <param name="Models">How many model classes were read.</param>
/// <param name="Written">Whether the files were written: false for a dry run.</param>
public sealed record MakeMigrationsReport(ValueList<MigrationFileReport> Files, int Models, bool Written)
{
    /// <summary>The files that are changed or renamed: by a merge that puts one branch behind another, or an update.</summary>
    public ValueList<FileEditReport> Edits { get; init; } = [];

    /// <summary>The absolute path of the manifest, when it was brought up to date; null, and left out of JSON, when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Manifest { get; init; }

    /// <summary>What a person should know.</summary>
    public ValueList<string> Notes { get; init; } = [];
}
