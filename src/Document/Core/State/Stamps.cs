using DocMigrate.Document.Operations;

namespace DocMigrate.Document.State;

/// <summary>What a pass does about stamps.</summary>
internal static class Stamps
{
    /// <summary>The operations that come after a pass's own, to leave its documents with the stamps of where the pass comes to; none for a collection without stamps.</summary>
    /// <param name="before">The collection before the pass; null when it is not known.</param>
    /// <param name="after">The collection after it; null when it is not known.</param>
    public static IEnumerable<StampDocumentsOperation> After(CollectionShape? before, CollectionShape? after)
    {
        if (before?.StampField is { } old && old != after?.StampField)
        {
            yield return new StampDocumentsOperation { Collection = before.Name, Field = old };
        }

        if (after?.StampField is { } field)
        {
            yield return new StampDocumentsOperation { Collection = after.Name, Field = field, Stamp = after.Chain.Stamp };
        }
    }
}
