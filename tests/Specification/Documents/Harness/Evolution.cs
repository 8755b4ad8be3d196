using DocMigrate.Document.Building;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Three migrations that one after the other change the documents of a file.</summary>
/// <param name="File">The file of <c>../shared/data/documents</c>.</param>
/// <param name="Documents">How many documents it has.</param>
/// <param name="Quarantined">How many of them fit one of the migrations not.</param>
/// <param name="Migrations">What the migrations do, in order.</param>
public sealed record Evolution(string File, int Documents, int Quarantined, IReadOnlyList<Action<DocumentsBuilder>> Migrations)
{
    /// <summary>The names of the migrations, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["0001_first", "0002_second", "0003_third"];

    /// <summary>Declares the migrations.</summary>
    public DocumentProject Define(DocumentStoreHarness store)
    {
        var project = new DocumentProject(store);
        for (var i = 0; i < Migrations.Count; i++)
        {
            project.Define(Names[i], Migrations[i]);
        }

        return project;
    }
}
