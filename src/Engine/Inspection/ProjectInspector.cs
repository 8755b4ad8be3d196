using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.Engine.Stores;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Inspection;
using DocMigrate.Running;

namespace DocMigrate.Engine.Inspection;

/// <summary>Looks at what is really in the stores of a project. Changes nothing. Not thread-safe.</summary>
public sealed class ProjectInspector
{
    private readonly StoreSet _stores;
    private readonly HistoryReader _reader;
    private readonly StateTimeline _timeline;

    internal ProjectInspector(StoreSet stores, MigrationCatalog catalog, OperationSerializer serializer, HistoryReader reader)
    {
        _stores = stores;
        _reader = reader;
        _timeline = new StateTimeline(catalog, serializer);
    }

    /// <summary>Infers the shapes of what is in the stores.</summary>
    /// <param name="options">What to look into.</param>
    /// <param name="observer">Is warned of a store that is not there; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">There is no such store or collection, or several fit, or it can't be looked into.</exception>
    /// <exception cref="StoreException">A store can't be read.</exception>
    public async Task<InspectReport> InspectAsync(InspectOptions options, IRunObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<(IMigrationBackend Backend, IReadOnlyList<string> Names)>();
        foreach (var backend in Inspectable(options.Store))
        {
            found.Add((backend, await InspectorOf(backend).ListAsync(cancellationToken)));
            await WarnOfAbsentAsync(backend, observer, cancellationToken);
        }

        var wanted = Choose(found, options.Collection);
        if (options.Emit != EmitFormat.None && wanted.Count(static store => store.Names.Count > 0) > 1)
        {
            throw new ConfigurationException(
                InspectionErrors.SeveralStores,
                $"The stores {Suggest.List(wanted.Select(static store => store.Backend.Store))} have collections, and code is written for one store at a time.",
                $"Name it, as in --store {wanted[0].Backend.Store}.");
        }

        var inspections = new List<StoreInspection>();
        foreach (var (backend, names) in wanted)
        {
            inspections.Add(await InspectorOf(backend).InspectAsync(
                new InspectionRequest
                {
                    Names = (options.Collection is { } collection ? [collection] : names).ToValueList(),
                    Sample = options.Sample,
                    Emit = options.Emit,
                    Namespace = options.Namespace,
                },
                cancellationToken));
        }

        return new InspectReport(inspections.ToValueList());
    }

    /// <summary>Holds what is in the stores against what the applied migrations made. Reads all documents.</summary>
    /// <param name="store">The store; null for all.</param>
    /// <param name="collection">The collection; null for all.</param>
    /// <param name="observer">Is warned where history and stores don't fit, and of a store that is not there; null when nobody is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConfigurationException">There is no such store or collection, or several fit, or it can't be looked into.</exception>
    /// <exception cref="HistoryException">The history can't be read by this version.</exception>
    /// <exception cref="StoreException">A store can't be read.</exception>
    public async Task<DriftReport> FindDriftAsync(string? store, string? collection, IRunObserver? observer, CancellationToken cancellationToken)
    {
        var history = await _reader.ReadAsync(cancellationToken);
        foreach (var problem in history.Problems)
        {
            observer?.OnEvent(new WarningEvent($"{problem.Message} {problem.Remedy}"));
        }

        var backends = Inspectable(store).ToList();
        var drifts = new List<StoreDrift>();
        foreach (var backend in backends)
        {
            await WarnOfAbsentAsync(backend, observer, cancellationToken);
            drifts.Add(await InspectorOf(backend).FindDriftAsync(_timeline.Of(backend.Store, history, collection), cancellationToken));
        }

        if (collection is not null)
        {
            drifts = await RequireOneAsync(backends, drifts, collection, history, cancellationToken);
        }

        var late = history.Entries.Values
            .OrderBy(static entry => entry.Order)
            .SelectMany(static entry => entry.Parts.Where(static part => part is { Status: MigrationStatus.Applied, Counts.Late: > 0 })
                .Select(part => new LateReport(part.Store, entry.Migration.ToString(), part.Counts.Late)))
            .Where(entry => drifts.Exists(drift => drift.Store == entry.Store))
            .ToValueList();
        return new DriftReport(
            late.Count > 0 || drifts.Exists(static drift => drift.Parts.Any(static part => part.Drifted)),
            drifts.ToValueList(),
            late,
            store is null && collection is null ? _stores.Backends.Where(static backend => backend is not IInspectable).Select(static backend => backend.Store).ToValueList() : []);
    }

    private static IStoreInspector InspectorOf(IMigrationBackend backend) => ((IInspectable)backend).Inspector;

    private IEnumerable<IMigrationBackend> Inspectable(string? store)
    {
        IMigrationBackend[] backends = store is null ? [.. _stores.Backends.Where(static backend => backend is IInspectable)] : [_stores[store]];
        return backends is [IInspectable, ..] ? backends : throw new ConfigurationException(
            InspectionErrors.NotInspectable,
            store is null ? "The configuration has no store that can be looked into." : $"The store '{store}' holds {_stores[store].Kind.Name}, and only documents can be looked into so far.",
            "Use a store of documents; 'docmigrate dbshell' opens the database's own shell on the others.");
    }

    private static List<(IMigrationBackend Backend, IReadOnlyList<string> Names)> Choose(
        List<(IMigrationBackend Backend, IReadOnlyList<string> Names)> stores, string? collection)
    {
        if (collection is null)
        {
            return stores;
        }

        var having = stores.Where(store => store.Names.Contains(collection)).ToList();
        return having.Count == 1 ? having
            : having.Count > 1 ? throw Ambiguous(collection, having.Select(static store => store.Backend.Store))
            : throw Unknown(collection, stores.Select(static store => store.Backend.Store), stores.SelectMany(static store => store.Names));
    }

    private async Task<List<StoreDrift>> RequireOneAsync(
        List<IMigrationBackend> backends, List<StoreDrift> drifts, string collection, HistorySnapshot history, CancellationToken cancellationToken)
    {
        var having = drifts.Where(static drift => drift.Parts.Count > 0).ToList();
        if (having.Count > 1)
        {
            throw Ambiguous(collection, having.Select(static drift => drift.Store));
        }

        if (having.Count == 1)
        {
            return having;
        }

        var names = new List<string>();
        foreach (var backend in backends)
        {
            var all = await InspectorOf(backend).FindDriftAsync(_timeline.Of(backend.Store, history, null), cancellationToken);
            names.AddRange(all.Parts.Select(static part => part.Name));
        }

        throw Unknown(collection, backends.Select(static backend => backend.Store), names);
    }

    private static ConfigurationException Unknown(string collection, IEnumerable<string> stores, IEnumerable<string> names)
    {
        var known = names.Distinct(StringComparer.Ordinal).ToList();
        return new ConfigurationException(
            InspectionErrors.UnknownCollection,
            $"There is no collection '{collection}' in {Suggest.List(stores)}.{Suggest.DidYouMean(collection, known)}",
            known.Count == 0 ? "There are no collections: check the connection in docmigrate.json." : $"Name one of these: {Suggest.List(known.Order(StringComparer.Ordinal))}.");
    }

    private static ConfigurationException Ambiguous(string collection, IEnumerable<string> stores) => new(
        InspectionErrors.AmbiguousCollection,
        $"The stores {Suggest.List(stores)} all have a collection '{collection}'.",
        $"Say which one is meant, as in --store {stores.First()}.");

    // Whatever is said of it, there is nothing in it: the path may be mistyped.
    private static async Task WarnOfAbsentAsync(IMigrationBackend backend, IRunObserver? observer, CancellationToken cancellationToken)
    {
        if (observer is not null && !await backend.Database.ExistsAsync(cancellationToken))
        {
            observer.OnEvent(new WarningEvent($"The database of the store '{backend.Store}' does not exist: {backend.Database.DisplayName}"));
        }
    }
}
