using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>Reads an index as a server lists it into what a migration would say.</summary>
internal static class IndexReading
{
    private const string TextKey = "_fts";
    private const string TextRest = "_ftsx";
    private const string English = "english";

    /// <summary>What servers list besides what was asked for, and what says nothing about which documents an index finds.</summary>
    private static readonly string[] s_known =
    [
        "v", "key", "name", "ns", "unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "collation", "weights", "default_language", "language_override", "textIndexVersion", "background",
    ];

    /// <summary>The index; null where no migration can make it: one over hashes or places, with weights, hidden, or with rules of a collation that migrations do not say.</summary>
    public static DocumentIndexShape? ShapeOf(RawDocument listed)
    {
        var key = listed["key"]!.AsDocument!.Elements().ToList();
        var kind = key.Exists(static field => field.Value.AsString == "text") ? DocumentIndexKind.Text
            : key.Exists(static field => IsWildcard(field.Key)) ? DocumentIndexKind.Wildcard
            : DocumentIndexKind.Ordered;
        var paths = kind == DocumentIndexKind.Text ? Words(key, listed["weights"]?.AsDocument) : [.. key.Select(static field => PathOf(field.Key))];
        if (paths is null
            || listed.Elements().Any(static field => !s_known.Contains(field.Key))
            || (kind != DocumentIndexKind.Text && key.Exists(static field => field.Value.AsInt32 is not (1 or -1)))
            || (kind == DocumentIndexKind.Wildcard && (key.Count > 1 || key[0].Value.AsInt32 != 1))
            || !TryRead(listed["collation"]?.AsDocument, out var collation)
            || !TryRead(listed["partialFilterExpression"], out var filter)
            || (listed["language_override"] is { } field && field.AsString != "language"))
        {
            return null;
        }

        var language = listed["default_language"]?.AsString;
        return new DocumentIndexShape(listed["name"]!.AsString!, [.. paths], listed["unique"]?.AsBoolean == true)
        {
            Options = new DocumentIndexOptions
            {
                Kind = kind,
                Descending = kind == DocumentIndexKind.Ordered ? [.. key.Where(static field => field.Value.AsInt32 == -1).Select(static field => PathOf(field.Key))] : [],
                Sparse = listed["sparse"]?.AsBoolean == true,
                Filter = filter,
                ExpireAfterSeconds = listed["expireAfterSeconds"]?.AsInt32,
                Collation = collation,
                Language = kind == DocumentIndexKind.Text && language != English ? language : null,
            },
        };
    }

    /// <summary>A server lists the paths of an index over words with their weights; each counts once, unless somebody said otherwise.</summary>
    private static List<DocumentPath>? Words(List<KeyValuePair<string, RawValue>> key, RawDocument? weights)
    {
        if (weights is null)
        {
            return key.TrueForAll(static field => field.Value.AsString == "text") ? key.ConvertAll(static field => PathOf(field.Key)) : null;
        }

        var fields = weights.Elements().ToList();
        return key.TrueForAll(static field => field.Key is TextKey or TextRest) && fields.TrueForAll(static field => field.Value.AsInt64 == 1 && !IsWildcard(field.Key))
            ? fields.ConvertAll(static field => PathOf(field.Key))
            : null;
    }

    private static bool IsWildcard(string name) => name == IndexCommand.Wildcard || name.EndsWith($".{IndexCommand.Wildcard}", StringComparison.Ordinal);

    private static DocumentPath PathOf(string name) =>
        name == IndexCommand.Wildcard ? DocumentPath.Root : DocumentPath.Of((IsWildcard(name) ? name[..^(IndexCommand.Wildcard.Length + 1)] : name).Split('.'));

    private static bool TryRead(RawDocument? collation, out IndexCollation? read)
    {
        read = null;
        if (collation?["locale"]?.AsString is not { } locale || locale == "simple")
        {
            return true;
        }

        read = new IndexCollation
        {
            Locale = locale,
            Strength = collation["strength"]?.AsInt32 ?? 3,
            CaseLevel = collation["caseLevel"]?.AsBoolean == true,
            NumericOrdering = collation["numericOrdering"]?.AsBoolean == true,
        };

        // A language may have other rules of its own (French accents from behind): what is not said is not looked at, but what somebody changed for this index is.
        return collation["caseFirst"]?.AsString is null or "off" && collation["alternate"]?.AsString is null or "non-ignorable";
    }

    private static bool TryRead(RawValue? filter, out string? read)
    {
        read = null;
        try
        {
            read = filter is null ? null : DocumentWriter.Write(filter.AsDocument!.Decode());
            return true;
        }
        catch (DataException)
        {
            // It compares with a value that has no exact form in memory.
            return false;
        }
    }
}
