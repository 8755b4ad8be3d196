using DocMigrate.Document.Compilation;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>
/// Leaves documents that have a key twice, on the way to a place that changes, to the in-process executor, which lists them and changes nothing: SQLite's
/// functions see the first only, and would leave the second where the first was. A key that comes twice elsewhere is copied as it is.
/// </summary>
internal static class DuplicateKeys
{
    /// <summary>SQLite takes 127 arguments at most in a function; each place is named twice.</summary>
    private const int MostPlaces = 60;

    /// <summary>The same with that condition: taking the places away twice leaves no less than taking them away once.</summary>
    public static SymbolicDocument Exclude(SymbolicDocument document)
    {
        var places = new List<ValueList<string>>();
        Collect(document, document.Root, places);

        // Level by level, for what is inside a place goes with it.
        foreach (var level in places.Distinct().GroupBy(static place => place.Count).SelectMany(static level => level.Chunk(MostPlaces)))
        {
            var paths = string.Join(", ", level.Select(static place => JsonPathSql.Literal(place)));
            document = document.Where($"jsonb_remove({document.Source}, {paths}) = jsonb_remove({document.Source}, {paths}, {paths})");
        }

        return document;
    }

    private static void Collect(SymbolicDocument document, Slot slot, List<ValueList<string>> places)
    {
        if (slot is BuiltSlot built)
        {
            foreach (var (_, child) in built.Children)
            {
                Collect(document, child, places);
            }
        }
        else if (slot is OriginalSlot original)
        {
            foreach (var (key, child) in original.Overrides)
            {
                var place = original.Path.Add(key);
                if (!document.Guards.Contains($"{document.TypeOf(place)} IS NULL"))
                {
                    places.Add(place);
                }

                Collect(document, child, places);
            }
        }
    }
}
