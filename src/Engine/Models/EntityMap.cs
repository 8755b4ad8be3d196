using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using DocMigrate.Engine.Configuration;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Which classes are models, and where each is stored. Immutable.</summary>
internal sealed class EntityMap
{
    private readonly ModelReaderOptions _options;
    private readonly Dictionary<Type, EntityPlace> _places = [];
    private readonly Dictionary<Type, List<Type>> _sharing = [];

    public EntityMap(ModelReaderOptions options, IReadOnlyDictionary<Type, EntityFacts> facts, IReadOnlyList<Type> types)
    {
        _options = options;
        IEnumerable<Type> candidates =
        [
            .. types.Where(static type => type is { IsClass: true, ContainsGenericParameters: false } && IsMarked(type)),
            .. facts.Where(static pair => pair.Value.IsEntity).Select(static pair => pair.Key),
        ];

        // Base classes come first: a derived one in the same collection is a variant of them.
        foreach (var type in candidates.Distinct().OrderBy(Depth))
        {
            Add(Place(type, facts.GetValueOrDefault(type) ?? new EntityFacts()));
        }
    }

    public IEnumerable<EntityPlace> Entities => _places.Values;

    public EntityPlace? Find(Type type) => _places.GetValueOrDefault(type);

    /// <summary>The derived classes that say that they are in the same collection as a class.</summary>
    public IReadOnlyList<Type> Sharing(Type type) => _sharing.GetValueOrDefault(type) ?? [];

    public int StoreOrder(string store)
    {
        var order = 0;
        while (_options.Stores[order].Name != store)
        {
            order++;
        }

        return order;
    }

    private static int Depth(Type type) => type.BaseType is { } outer ? 1 + Depth(outer) : 0;

    private static bool IsMarked(Type type) =>
        type.GetCustomAttribute<TableAttribute>(inherit: false) is not null
        || type.GetCustomAttribute<CollectionAttribute>(inherit: false) is not null
        || type.GetCustomAttribute<StoreAttribute>(inherit: false) is not null;

    private EntityPlace Place(Type type, EntityFacts facts)
    {
        var table = type.GetCustomAttribute<TableAttribute>(inherit: false);
        var collection = type.GetCustomAttribute<CollectionAttribute>(inherit: false);
        if (table is not null && collection is not null && facts.IsCollection is null)
        {
            throw new ConfigurationException(
                ModelErrors.ConflictingAttributes,
                $"Class '{type.Name}' has both [Table] and [Collection].",
                "Keep one of them; data that is in both a table and a collection needs two classes.");
        }

        if (table?.Schema is { } schema && facts.Name is null)
        {
            throw new ConfigurationException(
                ModelErrors.ConflictingAttributes,
                $"Class '{type.Name}' is in schema '{schema}', and stores have no schemas.",
                "Take Schema out of [Table], or name the table with a ModelConfiguration.");
        }

        var isCollection = facts.IsCollection ?? (collection is not null ? true : table is not null ? false : null);
        var store = Store(type, facts.Store ?? type.GetCustomAttribute<StoreAttribute>(inherit: false)?.Name, isCollection);
        return new EntityPlace(
            type,
            store.Name,
            facts.Name ?? collection?.Name ?? table?.Name ?? type.Name,
            store.Kind == ModelStore.Documents,
            facts.Module
                ?? type.GetCustomAttribute<ModuleAttribute>(inherit: false)?.Name
                ?? type.Assembly.GetCustomAttribute<ModuleAttribute>()?.Name
                ?? _options.DefaultModule);
    }

    private ModelStore Store(Type type, string? name, bool? isCollection)
    {
        var kind = isCollection switch { true => ModelStore.Documents, false => ModelStore.Tables, null => null };
        if (name is null)
        {
            return _options.Stores.FirstOrDefault(store => kind is null || store.Kind == kind) ?? throw new ConfigurationException(
                ModelErrors.UnknownStore,
                $"Class '{type.Name}' is to be stored as {kind ?? "a model"}, and the configuration has no such store.",
                $"Add a store of {kind ?? "any kind"} to docmigrate.json.");
        }

        var found = _options.Stores.FirstOrDefault(store => store.Name == name) ?? throw new ConfigurationException(
            ModelErrors.UnknownStore,
            $"Class '{type.Name}' is in store '{name}', which the configuration does not have.{Suggest.DidYouMean(name, _options.Stores.Select(static store => store.Name))}",
            "Correct the name in [Store], or add the store to docmigrate.json.");
        return kind is null || found.Kind == kind ? found : throw new ConfigurationException(
            ModelErrors.WrongStoreKind,
            $"Class '{type.Name}' is {(kind == ModelStore.Tables ? "a table" : "a collection")}, and store '{name}' holds {found.Kind}.",
            "Name another store in [Store], or change [Table] and [Collection] to match the store.");
    }

    private void Add(EntityPlace place)
    {
        if (_places.Values.FirstOrDefault(other => other.Store == place.Store && other.Name == place.Name) is { } twin)
        {
            if (place.IsCollection && twin.IsCollection && place.Type.IsSubclassOf(twin.Type))
            {
                if (!_sharing.TryGetValue(twin.Type, out var sharing))
                {
                    _sharing.Add(twin.Type, sharing = []);
                }

                sharing.Add(place.Type);
                return;
            }

            throw new ConfigurationException(
                ModelErrors.DuplicateEntity,
                $"Classes '{twin.Type.Name}' and '{place.Type.Name}' are both '{place.Name}' in store '{place.Store}'.",
                "Give one of them another name or store.");
        }

        _places.Add(place.Type, place);
    }
}
