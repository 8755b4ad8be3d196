using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds indexes that are new, gone or changed; a changed one is dropped and created.</summary>
internal static class IndexComparer
{
    public static void Drop(SchemaDraft draft)
    {
        foreach (var (current, wanted) in draft.CommonCollections)
        {
            foreach (var index in current.Indexes.Where(index => wanted.Index(index.Name) != index))
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
}
