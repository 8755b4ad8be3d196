using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Operations;
using DocMigrate.State;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Upgrading;

/// <summary>
/// Takes documents of one collection to the version that the code expects, when they are read: those that a migration has not come to yet up, and those that a newer
/// application has written down, through the operations in the history. Thread-safe; make one, and keep it.
/// </summary>
/// <remarks>
/// A document's version is told by its stamp. One without a stamp is of an unknown version, which its looks may tell: where it could be of several that would become
/// different documents it is refused, never guessed. Fields that no version knows are left alone.
/// </remarks>
public sealed class DocumentUpgrader
{
    private readonly string _collection;
    private readonly string? _field;
    private readonly FieldShape _known;
    private readonly IReadOnlyList<UpgradeRoute> _routes;
    private readonly Dictionary<string, UpgradeRoute> _byStamp;

    private DocumentUpgrader(string collection, CollectionShape expected, CollectionShape? applied)
    {
        (_collection, _field, Stamp) = (collection, expected.StampField, expected.Chain.Stamp);
        _routes = [.. Routes(expected, applied)];
        _byStamp = _routes.ToDictionary(static route => route.Stamp, StringComparer.Ordinal);
        _known = _routes.Select(static route => route.Shape).Aggregate(ShapeMatch.Union);
    }

    /// <summary>The stamp of the version that the code expects: what an application writes into <c>[Versioned]</c> documents that it makes.</summary>
    public string Stamp { get; }

    /// <summary>The top-level field that has a document's stamp; null where documents of the collection bear none.</summary>
    public string? StampField => _field;

    /// <summary>An upgrader for a collection.</summary>
    /// <param name="operations">The operations on the store, in the code and in the history: <c>Migrator.OperationsAsync</c>.</param>
    /// <param name="collection">The collection, as the code's last migration calls it.</param>
    /// <exception cref="ConfigurationException">No migration in the code creates it.</exception>
    /// <exception cref="StateException">Operations contradict each other.</exception>
    public static DocumentUpgrader Create(StoreOperations operations, string collection)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(collection);
        return new DocumentUpgrader(
            collection,
            Find(operations.Expected, collection) ?? throw new ConfigurationException(
                UpgradeErrors.UnknownCollection,
                $"No migration in the code creates the collection '{collection}'.",
                "Name it as the last migration does; or create it in a migration, with Create."),
            Find(operations.Applied, collection));
    }

    /// <summary>Whether a document bears the stamp of the version that the code expects. Cheap.</summary>
    public bool IsCurrent(JObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return _field is not null && document.Property(_field, StringComparison.Ordinal)?.Value is JValue { Value: string stamp } && stamp == Stamp;
    }

    /// <summary>The document as the code expects it.</summary>
    /// <param name="document">The document as it is stored; never changed.</param>
    /// <exception cref="DocumentUpgradeException">It can't be brought to that version; <see cref="DocumentUpgradeException.Failure"/> says why.</exception>
    public UpgradedDocument Upgrade(JObject document) =>
        IsCurrent(document) ? new UpgradedDocument(document, UpgradeDirection.None, null) : _field is null || !document.Has(_field) ? Recognise(document) : Follow(document);

    /// <summary>The same, and writes a document back that was older.</summary>
    /// <param name="document">The document as it is stored; never changed.</param>
    /// <param name="writeBack">
    /// Stores the second document in the place of the first one if that is still what is stored, and says whether it was: a compare-and-set. Called for older documents
    /// only: a newer one is never written down.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DocumentUpgradeException">It can't be brought to that version; <see cref="DocumentUpgradeException.Failure"/> says why.</exception>
    public async Task<UpgradedDocument> UpgradeAsync(JObject document, Func<JObject, JObject, CancellationToken, Task<bool>> writeBack, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writeBack);
        var upgraded = Upgrade(document);
        return upgraded.Direction == UpgradeDirection.Up
            ? new UpgradedDocument(upgraded.Document, upgraded.Direction, null) { WrittenBack = await writeBack(document, upgraded.Document, cancellationToken) }
            : upgraded;
    }

    private static CollectionShape? Find(IEnumerable<MigrationOperation> operations, string collection) =>
        DocumentSchema.From(operations.Aggregate((IStoreState?)null, static (state, operation) => operation.Apply(state))).Collection(collection);

    private static IEnumerable<UpgradeRoute> Routes(CollectionShape expected, CollectionShape? applied)
    {
        var links = expected.Chain.Links;
        for (var version = 0; version <= links.Count; version++)
        {
            yield return version == links.Count
                ? new UpgradeRoute(expected.Chain.Stamp, expected.Shape, [], [])
                : new UpgradeRoute(links[version].Previous!.Stamp, links[version].Before!, [], [.. links.Skip(version)]);
        }

        // What the history has and the code has not leads down to where they part.
        var recorded = applied?.Chain.Links ?? [];
        var common = links.Zip(recorded).TakeWhile(static pair => pair.First.Stamp == pair.Second.Stamp).Count();
        for (var version = common + 1; version <= recorded.Count; version++)
        {
            yield return new UpgradeRoute(
                recorded[version - 1].Stamp,
                version == recorded.Count ? applied!.Shape : recorded[version].Before!,
                [.. recorded.Take(version).Skip(common).Reverse()],
                [.. links.Skip(common)]);
        }
    }

    private UpgradedDocument Follow(JObject document) =>
        document.Property(_field!, StringComparison.Ordinal)!.Value is JValue { Value: string stamp } && _byStamp.TryGetValue(stamp, out var route)
            ? Take(document, route)
            : throw UpgradeErrors.Of(UpgradeFailure.Unknown, _collection, document, $"its field '{_field}' is no stamp of theirs");

    private UpgradedDocument Recognise(JObject document)
    {
        foreach (var lenient in (bool[])[false, true])
        {
            var match = new ShapeMatch(lenient);
            UpgradeRoute[] fitting = [.. _routes.Where(route => match.Fits(document, route.Shape, _known))];
            if (fitting.Length == 0)
            {
                continue;
            }

            // The newest first: it has the least to do.
            var results = fitting.Reverse().Select(route => Take(document, route)).ToList();
            return results.TrueForAll(result => DocumentEquality.Equals(result.Document, results[0].Document))
                ? results.Find(static result => result.Direction == UpgradeDirection.None) ?? results[0]
                : throw UpgradeErrors.Of(UpgradeFailure.Ambiguous, _collection, document, string.Join(" and ", fitting.Select(static route => route.Stamp)));
        }

        throw UpgradeErrors.Of(UpgradeFailure.Unknown, _collection, document, "it has the shape of none");
    }

    private UpgradedDocument Take(JObject document, UpgradeRoute route)
    {
        if (route.IsCurrent)
        {
            return new UpgradedDocument(document, UpgradeDirection.None, null);
        }

        var there = route.There ?? throw UpgradeErrors.Of(UpgradeFailure.Newer, _collection, document, route.Obstacle);
        var outcome = Run(there, document, document, null);
        var result = Stamped(outcome.Document, document, Stamp);
        return route.Direction == UpgradeDirection.Up
            ? new UpgradedDocument(result, UpgradeDirection.Up, null)
            : new UpgradedDocument(result, UpgradeDirection.Down, edited => Back(edited, document, route, outcome));
    }

    private JObject Back(JObject edited, JObject document, UpgradeRoute route, ReshapeOutcome down)
    {
        var back = route.Back ?? throw UpgradeErrors.Of(
            UpgradeFailure.Newer, _collection, document, "code and history have gone different ways, and the edit can't be brought to the other one");
        var outcome = Run(back, edited, document, place => down.Kept[back.Operations.Count - 1 - place]);
        return Stamped(outcome.Document, edited, route.Stamp);
    }

    private ReshapeOutcome Run(ReshapePipeline pipeline, JObject document, JObject stored, Func<int, IReadOnlyList<KeptValue>>? kept)
    {
        var outcome = pipeline.Apply(document, kept);
        return outcome.Misfit is { } misfit
            ? throw UpgradeErrors.Of(UpgradeFailure.Misfit, _collection, stored, $"{pipeline.Operations[misfit.Operation].Describe()}: {misfit.Path}: {misfit.Reason}")
            : outcome;
    }

    /// <summary>The document with a stamp, where the collection has one; a copy where it is the given one.</summary>
    private JObject Stamped(JObject document, JObject given, string stamp)
    {
        if (_field is null)
        {
            return document;
        }

        var result = ReferenceEquals(document, given) ? (JObject)document.DeepClone() : document;
        StampDocumentsOperation.Put(result, _field, stamp);
        return result;
    }
}
