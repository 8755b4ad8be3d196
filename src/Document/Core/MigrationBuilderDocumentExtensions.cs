using DocMigrate.Document.Building;

namespace DocMigrate;

/// <summary>Lets a migration change documents.</summary>
public static class MigrationBuilderDocumentExtensions
{
    /// <summary>Declares operations on a collection and its documents, in the order in which they run.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="store">The store's name in the configuration; it holds documents.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="build">Declares them.</param>
    public static MigrationBuilder Documents(this MigrationBuilder migration, string store, string collection, Action<DocumentsBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentException.ThrowIfNullOrWhiteSpace(collection);
        ArgumentNullException.ThrowIfNull(build);
        build(new DocumentsBuilder(collection, operation => migration.Add(store, operation)));
        return migration;
    }
}
