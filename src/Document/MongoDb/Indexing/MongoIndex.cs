using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>An index as a server lists it. Immutable.</summary>
internal sealed record MongoIndex
{
    private const int NamespaceNotFound = 26;

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is over, dotted.</summary>
    public required ValueList<string> Paths { get; init; }

    /// <summary>Whether no two documents may have the same key.</summary>
    public bool Unique { get; init; }

    /// <summary>Whether documents that have none of it are not in it. Default false.</summary>
    public bool Sparse { get; init; }

    /// <summary>Which documents are in it; null (the default) for all.</summary>
    public RawValue? Partial { get; init; }

    /// <summary>Whether its keys can be worked out here: plain ones, texts compared by their bytes.</summary>
    public bool Comparable { get; init; } = true;

    /// <summary>What it is as migrations say it; null where none can make it.</summary>
    public DocumentIndexShape? Shape { get; init; }

    /// <summary>The indexes of a collection but for the one over <c>_id</c>, by name; none where there is no collection.</summary>
    public static async Task<IReadOnlyList<MongoIndex>> ListAsync(MongoDatabase database, string collection, CancellationToken cancellationToken)
    {
        var indexes = new List<MongoIndex>();
        try
        {
            await foreach (var listed in database.StreamAsync(Bodies.Of(("listIndexes", collection)), null, cancellationToken))
            {
                if (Read(listed) is { Name: not "_id_" } index)
                {
                    indexes.Add(index);
                }
            }
        }
        catch (MongoCommandException error) when (error.ServerCode == NamespaceNotFound)
        {
            return [];
        }

        return [.. indexes.OrderBy(static index => index.Name, StringComparer.Ordinal)];
    }

    /// <summary>What a migration makes.</summary>
    public static MongoIndex Of(CreateDocumentIndexOperation create) => Read(BsonWriter.ToRaw(IndexCommand.Of(create)));

    private static MongoIndex Read(RawDocument listed)
    {
        var key = listed["key"]!.AsDocument!.Elements().ToList();
        return new MongoIndex
        {
            Name = listed["name"]!.AsString!,
            Paths = key.Select(static field => field.Key).ToValueList(),
            Unique = listed["unique"]?.AsBoolean == true,
            Sparse = listed["sparse"]?.AsBoolean == true,
            Partial = listed["partialFilterExpression"],
            Comparable = key.All(static field => field.Value.AsString is null) && listed["collation"]?.AsDocument?["locale"]?.AsString is null or "simple",
            Shape = IndexReading.ShapeOf(listed),
        };
    }
}
