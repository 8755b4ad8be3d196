using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Comparison;

/// <summary>Finds collections that were renamed, that are new and that are gone.</summary>
internal static class CollectionComparer
{
    public static void Rename(SchemaDraft draft)
    {
        foreach (var wanted in draft.Wanted.Collections)
        {
            // A hint may stay in the model for ever: it counts only while the old collection is there and the new one is not.
            if (draft.Current.Collection(wanted.Name) is null
                && draft.Context.RenamedFrom(null, wanted.Name) is { } from
                && draft.Current.Collection(from) is not null
                && draft.Wanted.Collection(from) is null)
            {
                draft.Add(new RenameCollectionOperation { Collection = from, To = wanted.Name });
            }
        }
    }

    public static void Create(SchemaDraft draft)
    {
        foreach (var wanted in draft.Wanted.Collections.Where(wanted => draft.Current.Collection(wanted.Name) is null).ToArray())
        {
            draft.Add(new CreateCollectionOperation { Collection = wanted.Name, Shape = wanted.Shape });
        }
    }

    /// <summary>After all else, so that the first stamps are those of where the documents are then.</summary>
    public static void Version(SchemaDraft draft)
    {
        foreach (var (_, wanted) in draft.CommonCollections.Where(static pair => pair.Current.StampField != pair.Wanted.StampField))
        {
            draft.Add(new VersionCollectionOperation { Collection = wanted.Name, Field = wanted.StampField });
        }
    }

    public static void Drop(SchemaDraft draft)
    {
        // A collection that no migration created is known by an index that somebody wrote by hand: the models need not know it.
        foreach (var gone in draft.Current.Collections.Where(known => known.Declared && draft.Wanted.Collection(known.Name) is null).ToArray())
        {
            draft.Add(new DropCollectionOperation { Collection = gone.Name });
        }
    }
}
