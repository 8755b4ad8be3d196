using System.Runtime.CompilerServices;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.History;

namespace DocMigrate.Engine.History;

/// <summary>What ledger and journals say when all migrations of a catalog are applied. Immutable.</summary>
internal sealed class SettledCatalog
{
    private static readonly ConditionalWeakTable<MigrationCatalog, SettledCatalog> Known = [];

    private readonly Dictionary<MigrationId, string> _all;
    private readonly Dictionary<string, Dictionary<MigrationId, string>> _byStore = new(StringComparer.Ordinal);
    private readonly bool _isPlain;

    private SettledCatalog(MigrationCatalog catalog, OperationSerializer serializer)
    {
        var definitions = catalog.Definitions.ToArray();
        _all = definitions.ToDictionary(static migration => migration.Id, migration => catalog.HashOf(migration, serializer));
        _isPlain = IsPlain(definitions);
        foreach (var definition in definitions)
        {
            foreach (var store in definition.Stores)
            {
                if (!_byStore.TryGetValue(store, out var hashes))
                {
                    _byStore.Add(store, hashes = []);
                }

                hashes.Add(definition.Id, _all[definition.Id]);
            }
        }
    }

    /// <summary>The stores that the migrations are for.</summary>
    public IReadOnlyCollection<string> Stores => _byStore.Keys;

    /// <summary>That of a catalog, made once; null where a glance does not do.</summary>
    /// <exception cref="Errors.CatalogException">The migrations contradict each other.</exception>
    public static SettledCatalog? Of(MigrationCatalog catalog, OperationSerializer serializer)
    {
        if (!Known.TryGetValue(catalog, out var settled))
        {
            settled = new SettledCatalog(catalog, serializer);
            Known.AddOrUpdate(catalog, settled);
        }

        return settled._isPlain ? settled : null;
    }

    /// <summary>Whether the ledger has these migrations, as they are, and no others.</summary>
    public bool Holds(IReadOnlyList<AppliedMigration>? applied) => Same(_all, applied);

    /// <summary>Whether the journal of a store has its migrations, as they are, and no others.</summary>
    public bool Holds(string store, IReadOnlyList<AppliedMigration>? applied) =>
        _byStore.TryGetValue(store, out var expected) ? Same(expected, applied) : applied is { Count: 0 };

    private static bool Same(Dictionary<MigrationId, string> expected, IReadOnlyList<AppliedMigration>? applied) =>
        applied is not null && applied.Count == expected.Count && applied.All(one => expected.TryGetValue(one.Migration, out var hash) && hash == one.Hash);

    // With squashes, what should be there depends on the history; with two latest migrations in a module there is something to say.
    private static bool IsPlain(MigrationDefinition[] definitions)
    {
        if (definitions.Any(static migration => migration.Replaces.Count > 0))
        {
            return false;
        }

        var graph = new MigrationGraph(definitions.Select(static migration => (migration.Id, (IEnumerable<MigrationId>)migration.Dependencies)));
        return graph.Modules.All(module => graph.Leaves(module).Count == 1);
    }
}
