using DocMigrate.Document.Reading;
using DocMigrate.Document.State;
using DocMigrate.Inspection;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Drift;

/// <summary>Holds a collection against its history.</summary>
/// <remarks>
/// A document that is not of the current shape is behind, or ahead, when it deviates less from an earlier shape, or from a pending one, than from the current;
/// of several the nearest decides, and of equally near ones the latest. Else it is of no known shape. Where documents bear stamps, another stamp than the current
/// one decides instead.
/// </remarks>
internal sealed class DriftFinder(IDocumentSource source, string store, DriftRequest request)
{
    private const int MostPaths = 100;

    private readonly Dictionary<Deviation, Tally> _paths = [];
    private readonly Dictionary<ShapeVersion, Tally> _versions = [];
    private readonly Tally _quarantined = new();
    private readonly Tally _unknown = new();
    private readonly Tally _unreadable = new();
    private long _documents;
    private long _current;
    private long _morePaths;

    public async Task<CollectionDrift> FindAsync(string collection, CancellationToken cancellationToken)
    {
        var versions = ShapeVersions.Of(request, collection);
        var inStore = await source.CountAsync(collection, cancellationToken) is not null;
        if (versions.Current is { } current && inStore)
        {
            await foreach (var document in source.ReadAsync(collection, null, cancellationToken))
            {
                Add(document, current, versions);
            }
        }
        else
        {
            _documents = await source.CountAsync(collection, cancellationToken) ?? 0;
        }

        var indexes = versions.Current is { } shape && inStore ? Indexes(shape, await source.ListIndexesAsync(collection, cancellationToken)) : [];
        return new CollectionDrift
        {
            Store = store,
            Collection = collection,
            Drifted = versions.Current is null || !inStore || _current < _documents || indexes.Count > 0,
            InState = versions.Current is not null,
            InStore = inStore,
            Documents = _documents,
            Current = _current,
            Behind = Versions(versions.Earlier, static version => version.Before),
            Ahead = Versions(versions.Later, static version => version.After),
            Quarantined = _quarantined.ToCount(),
            Unknown = _unknown.ToCount(),
            Unreadable = _unreadable.ToCount(),
            Paths = _paths
                .OrderByDescending(static pair => pair.Value.Count)
                .ThenBy(static pair => pair.Key.Path, StringComparer.Ordinal)
                .ThenBy(static pair => pair.Key.Kind)
                .ThenBy(static pair => pair.Key.Found, StringComparer.Ordinal)
                .Select(pair => new DriftPath(
                    pair.Key.Path, pair.Key.Kind, pair.Key.Expected, pair.Key.Found, pair.Value.Count, (double)pair.Value.Count / _documents, pair.Value.Samples))
                .ToValueList(),
            MorePaths = _morePaths,
            Indexes = indexes,
        };
    }

    private void Add(StoredDocument document, CollectionShape current, ShapeVersions versions)
    {
        _documents++;
        if (document.Quarantined)
        {
            _quarantined.Add(document.Id);
            return;
        }

        if (document.Document is not { } content)
        {
            _unreadable.Add(document.Id);
            return;
        }

        var deviations = ShapeCheck.Of(content, current, current.StampField);
        var stamped = Stamped(content, current, versions, out var other);
        if (deviations.Count == 0 && !other)
        {
            _current++;
            return;
        }

        if ((other ? stamped : Nearest(content, deviations.Count, versions, current.StampField)) is { } version)
        {
            TallyOf(_versions, version).Add(document.Id);
        }
        else
        {
            _unknown.Add(document.Id);
        }

        foreach (var deviation in deviations)
        {
            if (_paths.Count < MostPaths || _paths.ContainsKey(deviation))
            {
                TallyOf(_paths, deviation).Add(document.Id);
            }
            else
            {
                _morePaths++;
            }
        }
    }

    /// <summary>The version that a document's stamp names; null when it names none that is known.</summary>
    /// <param name="document">The document.</param>
    /// <param name="current">What it should be.</param>
    /// <param name="versions">What it may be.</param>
    /// <param name="other">Whether it bears a stamp that is not the current one.</param>
    private static ShapeVersion? Stamped(JObject document, CollectionShape current, ShapeVersions versions, out bool other)
    {
        var stamp = current.StampField is { } field && document.Property(field, StringComparison.Ordinal)?.Value is JValue { Value: string text } ? text : null;
        other = stamp is not null && stamp != current.Chain.Stamp;
        return other ? versions.Earlier.Reverse().Concat(versions.Later).FirstOrDefault(version => version.Shape.Chain.Stamp == stamp) : null;
    }

    private static ShapeVersion? Nearest(JObject document, int deviations, ShapeVersions versions, string? stampField)
    {
        ShapeVersion? nearest = null;
        var least = deviations;
        foreach (var version in versions.Earlier.Reverse().Concat(versions.Later))
        {
            var distance = ShapeCheck.Of(document, version.Shape, stampField).Count;
            if (distance < least)
            {
                (nearest, least) = (version, distance);
            }

            if (least == 0)
            {
                break;
            }
        }

        return nearest;
    }

    private ValueList<DriftVersion> Versions(IReadOnlyList<ShapeVersion> versions, Func<ShapeVersion, MigrationId?> named) => versions
        .Where(_versions.ContainsKey)
        .Select(version => new DriftVersion(named(version)?.ToString() ?? "", _versions[version].Count, _versions[version].Samples))
        .ToValueList();

    private static ValueList<DriftIndex> Indexes(CollectionShape shape, IReadOnlyList<StoredIndex> stored) => shape.Indexes
        .Select(wanted => (wanted.Name, Kind: stored.FirstOrDefault(index => index.Name == wanted.Name) switch
        {
            null => DriftIndexKind.Missing,
            { Unique: false } when wanted.Unique => DriftIndexKind.NotUnique,
            { Unique: true } when !wanted.Unique => DriftIndexKind.Unique,
            { IsKnown: true, Shape: var shape } when shape?.IsLike(wanted) != true => DriftIndexKind.Different,
            _ => (DriftIndexKind?)null,
        }))
        .Where(static index => index.Kind is not null)
        .Select(static index => new DriftIndex(index.Name, index.Kind!.Value))
        .Concat(stored.Where(index => shape.Index(index.Name) is null).Select(static index => new DriftIndex(index.Name, DriftIndexKind.Extra)))
        .OrderBy(static index => index.Name, StringComparer.Ordinal)
        .ToValueList();

    private static Tally TallyOf<T>(Dictionary<T, Tally> tallies, T key)
        where T : notnull
    {
        if (!tallies.TryGetValue(key, out var tally))
        {
            tallies[key] = tally = new Tally();
        }

        return tally;
    }
}
