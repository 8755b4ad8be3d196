using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Loading;

/// <summary>The migrations of the code. Each is built when it is first asked for, once. Thread-safe.</summary>
public sealed class MigrationCatalog
{
    // An application that opens a second Migrator, or a test host that opens hundreds, has the same classes.
    private static readonly ConditionalWeakTable<Assembly, MigrationCatalog> Known = [];

    private readonly SortedDictionary<MigrationId, Lazy<MigrationDefinition>> _migrations;
    private readonly SortedDictionary<MigrationId, Type> _classes;
    private readonly Dictionary<MigrationId, IReadOnlyList<string>> _stores = [];

    private readonly ConcurrentDictionary<MigrationId, string> _hashes = [];

    private MigrationCatalog(
        SortedDictionary<MigrationId, Lazy<MigrationDefinition>> migrations, IReadOnlyList<Assembly> assemblies, SortedDictionary<MigrationId, Type> classes)
    {
        _migrations = migrations;
        _classes = classes;
        Assemblies = assemblies;
    }

    /// <summary>The assemblies that were searched; none for <see cref="FromDefinitions"/>.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>The migrations, ordered by module and name.</summary>
    public IReadOnlyCollection<MigrationId> Ids => _migrations.Keys;

    /// <summary>Finds the classes with a <see cref="MigrationAttribute"/>. None is instantiated yet. What was found in an assembly once is not looked for again.</summary>
    /// <exception cref="CatalogException">Two classes have one name, or a class can't be a migration.</exception>
    public static MigrationCatalog FromAssemblies(params IReadOnlyList<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return assemblies is [var only] ? Known.GetValue(only, static assembly => Find([assembly])) : Find(assemblies);
    }

    private static MigrationCatalog Find(IReadOnlyList<Assembly> assemblies)
    {
        var classes = new SortedDictionary<MigrationId, Type>();
        foreach (var type in assemblies.Distinct().SelectMany(TypesOf))
        {
            if (type.GetCustomAttribute<MigrationAttribute>(inherit: false) is not { } attribute)
            {
                continue;
            }

            var id = IdOf(type, attribute);
            if (!classes.TryAdd(id, type))
            {
                throw Duplicate(id, $"the classes '{classes[id]}' and '{type}'");
            }
        }

        var migrations = new SortedDictionary<MigrationId, Lazy<MigrationDefinition>>();
        foreach (var (id, type) in classes)
        {
            migrations.Add(id, new Lazy<MigrationDefinition>(() => Build(id, type)));
        }

        return new MigrationCatalog(migrations, [.. assemblies.Distinct()], classes);
    }

    /// <summary>A catalog of migrations that are data already.</summary>
    /// <exception cref="CatalogException">Two have one name.</exception>
    public static MigrationCatalog FromDefinitions(IEnumerable<MigrationDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var migrations = new SortedDictionary<MigrationId, Lazy<MigrationDefinition>>();
        foreach (var definition in definitions)
        {
            if (!migrations.TryAdd(definition.Id, new Lazy<MigrationDefinition>(definition)))
            {
                throw Duplicate(definition.Id, "two definitions");
            }
        }

        return new MigrationCatalog(migrations, [], []);
    }

    /// <summary>
    /// The migrations of a manifest: what they depend on, their stores and their hashes are known, and their operations are not. Enough to say where
    /// each one stands.
    /// </summary>
    internal static MigrationCatalog FromManifest(MigrationManifest manifest)
    {
        var catalog = FromDefinitions(manifest.Migrations.Select(static entry =>
            new MigrationDefinition { Id = entry.Id, Dependencies = entry.Dependencies, Replaces = entry.Replaces }));
        foreach (var entry in manifest.Migrations)
        {
            catalog._hashes[entry.Id] = entry.Hash;
            catalog._stores[entry.Id] = entry.Stores;
        }

        return catalog;
    }

    /// <summary>The stores of a migration of the code; null when it has none of that name.</summary>
    internal IReadOnlyList<string>? StoresOf(MigrationId id) => _stores.TryGetValue(id, out var stores) ? stores : Find(id)?.Stores;

    /// <summary>The migration, or null when the code has none of that name.</summary>
    /// <exception cref="CatalogException">Its <see cref="Migration.Build"/> failed.</exception>
    public MigrationDefinition? Find(MigrationId id) => _migrations.TryGetValue(id, out var migration) ? migration.Value : null;

    /// <summary>The content hash of a migration of the code; worked out once, for a project may have a thousand.</summary>
    internal string HashOf(MigrationDefinition definition, OperationSerializer serializer) =>
        _hashes.TryGetValue(definition.Id, out var hash) ? hash : _hashes.GetOrAdd(definition.Id, serializer.Hash(definition));

    internal IEnumerable<MigrationDefinition> Definitions => _migrations.Values.Select(static migration => migration.Value);

    /// <summary>The class of a migration; null when it was given as data.</summary>
    internal Type? ClassOf(MigrationId id) => _classes.GetValueOrDefault(id);

    /// <summary>The namespace of the module's last class; null when it has none.</summary>
    internal string? NamespaceOf(string module) => _classes.LastOrDefault(item => item.Key.Module == module).Value?.Namespace;

    internal CatalogException NoMigrations()
    {
        var where = Assemblies.Count == 0 ? "The catalog" : string.Join(", ", Assemblies.Select(static assembly => $"'{assembly.GetName().Name}'"));
        return new CatalogException(
            CatalogErrors.NoMigrations, $"{where} has no migrations: no class with a [Migration] attribute.",
            "Run 'docmigrate makemigrations' to write the first one, build, and run again; or name the assembly that has them.");
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            var reason = error.LoaderExceptions.FirstOrDefault(static cause => cause is not null)?.Message ?? error.Message;
            throw new CatalogException(
                CatalogErrors.AssemblyUnreadable, $"The types of '{assembly.GetName().Name}' can't be loaded: {reason}",
                "Build the project again, and check that the packages which it refers to are restored.", error);
        }
    }

    private static MigrationId IdOf(Type type, MigrationAttribute attribute)
    {
        var problem = 0 switch
        {
            _ when !type.IsAssignableTo(typeof(Migration)) => "it does not derive from Migration",
            _ when type.IsAbstract => "it is abstract",
            _ when type.ContainsGenericParameters => "it is generic",
            _ when type.GetConstructor(Type.EmptyTypes) is null => "it has no public constructor without parameters",
            _ when string.IsNullOrWhiteSpace(attribute.Module) || attribute.Module.Contains('.', StringComparison.Ordinal) =>
                $"its module '{attribute.Module}' is empty or has a dot",
            _ when string.IsNullOrWhiteSpace(attribute.Name) || attribute.Name == Graph.MigrationTarget.Zero =>
                $"its name '{attribute.Name}' is empty, or stands for \"before the first migration\"",
            _ => null,
        };
        return problem is null
            ? new MigrationId(attribute.Module, attribute.Name)
            : throw new CatalogException(
                CatalogErrors.InvalidClass, $"The class '{type}' has a [Migration] attribute and can't be used as a migration: {problem}.",
                "Correct the class, or remove the attribute.");
    }

    private static MigrationDefinition Build(MigrationId id, Type type)
    {
        try
        {
            var builder = new MigrationBuilder(id);
            var migration = (Migration)Activator.CreateInstance(type, BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, null, null, null)!;
            migration.Build(builder);
            return builder.ToDefinition();
        }
        catch (Exception error)
        {
            throw new CatalogException(
                CatalogErrors.BuildFailed, $"The migration '{id}' (class '{type}') can't be built: {error.Message}",
                (error as MigrationException)?.Remedy ?? "Correct its Build method: it must only declare operations.", error);
        }
    }

    private static CatalogException Duplicate(MigrationId id, string what) => new(
        CatalogErrors.Duplicate, $"There are two migrations '{id}': {what}.", "Give one of them another name in its [Migration] attribute.");
}
