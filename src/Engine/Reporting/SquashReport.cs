using System.Text.Json.Serialization;

namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>squashmigrations</c> wrote, or would write.</summary>
/// <param name="File">The squash.</param>
/// <param name="Replaces">The migrations whose place it takes, <c>module.name</c>, in order.</param>
/// <param name="OperationsBefore">How many operations these have.</param>
/// <param name="OperationsAfter">How many the squash has.</param>
/// <param name="Notes">What a person should know.</param>
/// <param name="Written">Whether the file was written: false for a dry run.</param>
public sealed record SquashReport(
    MigrationFileReport File, ValueList<string> Replaces, int OperationsBefore, int OperationsAfter, ValueList<string> Notes, bool Written)
{
    /// <summary>The absolute path of the manifest, when it was brought up to date; null, and left out of JSON, when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Manifest { get; init; }
}
