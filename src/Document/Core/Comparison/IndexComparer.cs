using DocMigrate.Document.Operations;
using DocMigrate.Document.State;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds indexes that are new, gone or changed; a changed one is dropped and created.</summary>
internal static class IndexComparer
{
    public static void Drop(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonCollections)
        {
            foreach (var index in current.Indexes.Where(index => IsChanged(index, wanted.Index(index.Name))))
            {
                draft.Add(new DropDocumentIndexOperation { Collection = wanted.Name, Name = index.Name });
            }
        }
    }

    public static void Create(SchemaDraft draft)
    {
        foreach (var wanted in draft.Wanted.Collections)
        {
            foreach (var index in wanted.Indexes.Where(index => draft.Current.Collection(wanted.Name)?.Index(index.Name) is null).ToArray())
            {
                draft.Add(new CreateDocumentIndexOperation { Collection = wanted.Name, Name = index.Name, Paths = index.Paths, Unique = index.Unique });
            }
        }
    }

    /// <summary>Models can't say what an index is besides its paths: what a migration said of it stays, and one that is only in migrations for it stays too.</summary>
    private static bool IsChanged(DocumentIndexShape current, DocumentIndexShape? wanted) =>
        wanted is null ? current.Options == DocumentIndexOptions.None : wanted with { Options = current.Options } != current;
}
