using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>An index as <c>createIndexes</c> takes it (https://www.mongodb.com/docs/manual/reference/command/createIndexes/).</summary>
internal static class IndexCommand
{
    /// <summary>What is put behind a path for all that is below it.</summary>
    public const string Wildcard = "$**";

    /// <summary>The index.</summary>
    public static JObject Of(CreateDocumentIndexOperation create)
    {
        var options = create.Options;
        var index = Bodies.Of(("key", new JObject(create.Paths.Select(path => new JProperty(Name(path, options.Kind), Way(path, options))))), ("name", create.Name));
        if (create.Unique)
        {
            index.Add("unique", true);
        }

        if (options.Sparse)
        {
            index.Add("sparse", true);
        }

        if (options.Filter is { } filter)
        {
            index.Add("partialFilterExpression", DocumentReader.Read(filter));
        }

        if (options.ExpireAfterSeconds is { } seconds)
        {
            index.Add("expireAfterSeconds", new JValue((object)seconds));
        }

        if (options.Collation is { } collation)
        {
            index.Add("collation", Of(collation));
        }

        if (options.Language is { } language)
        {
            index.Add("default_language", language);
        }

        return index;
    }

    /// <summary>Refuses an index that MongoDB can't have.</summary>
    /// <exception cref="StoreException">A path has a key that an index would take for something else.</exception>
    public static void Require(CreateDocumentIndexOperation operation)
    {
        if (operation.Paths.FirstOrDefault(static path => path.Segments.Any(static segment => segment.Length == 0 || segment[0] == '$' || segment.Contains('.', StringComparison.Ordinal))) is { } path)
        {
            throw new StoreException(
                MongoErrors.PathNotIndexable,
                $"{operation.Describe()}: MongoDB has no index on {path}, because a key in it is empty, has a dot, or begins with a dollar sign.",
                "Rename the field first.");
        }
    }

    private static string Name(DocumentPath path, DocumentIndexKind kind) =>
        string.Join('.', kind == DocumentIndexKind.Wildcard ? path.Segments.Append(Wildcard) : path.Segments);

    private static JValue Way(DocumentPath path, DocumentIndexOptions options) =>
        options.Kind == DocumentIndexKind.Text ? new JValue("text") : new JValue((object)(options.Descending.Contains(path) ? -1 : 1));

    private static JObject Of(IndexCollation collation)
    {
        var body = Bodies.Of(("locale", collation.Locale), ("strength", new JValue((object)collation.Strength)));
        if (collation.CaseLevel)
        {
            body.Add("caseLevel", true);
        }

        if (collation.NumericOrdering)
        {
            body.Add("numericOrdering", true);
        }

        return body;
    }
}
