using DocMigrate.Backends;
using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Planning;

namespace DocMigrate.Document.Attaching;

/// <summary>The collections of a store that are attached to tables: what the store's setting <c>collections</c> says. Immutable; thread-safe.</summary>
public sealed class AttachedCollections
{
    private const string Setting = "collections";
    private const string Example = "\"collections\": { \"orders\": { \"table\": \"Orders\", \"key\": \"Id\", \"document\": \"Details\" } }";
    private static readonly string[] s_properties = ["document", "key", "schema", "stamps", "table"];

    private readonly string _store;
    private readonly Dictionary<string, AttachedCollection> _collections;

    private AttachedCollections(string store, IEnumerable<AttachedCollection> collections) =>
        (_store, _collections) = (store, collections.ToDictionary(static collection => collection.Collection, StringComparer.Ordinal));

    /// <summary>None.</summary>
    public static AttachedCollections None { get; } = new("", []);

    /// <summary>All of them, by name, ordinally.</summary>
    public IReadOnlyList<AttachedCollection> All => [.. _collections.Values.OrderBy(static collection => collection.Collection, StringComparer.Ordinal)];

    /// <summary>Reads them from a store's settings.</summary>
    /// <param name="settings">The store's settings.</param>
    /// <param name="schemas">Whether the database has schemas: a table may then be written <c>schema.table</c>.</param>
    /// <exception cref="ConfigurationException">A property is lacking, unknown or has a value that can't be used.</exception>
    public static AttachedCollections Of(StoreSettings settings, bool schemas)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var stated = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (name, value) in settings.Options.Where(static option => option.Key.StartsWith(Setting + ":", StringComparison.Ordinal)))
        {
            // The property is what comes after the last colon: the collection's name may have some.
            var property = name.LastIndexOf(':');
            var collection = property > Setting.Length ? name[(Setting.Length + 1)..property] : "";
            if (!s_properties.Contains(name[(property + 1)..]) || collection.Length == 0)
            {
                throw Invalid(settings, $"there is no property '{name[(Setting.Length + 1)..].Replace(":", "': '", StringComparison.Ordinal)}'");
            }

            stated.TryAdd(collection, []);
            stated[collection].Add(name[(property + 1)..], value);
        }

        return new AttachedCollections(settings.Name, stated.Select(pair => Read(settings, pair.Key, pair.Value, schemas)));
    }

    /// <summary>Where a collection is attached; null for one that has a table of its own.</summary>
    public AttachedCollection? Find(string collection) => _collections.GetValueOrDefault(collection);

    /// <summary>Refuses what is not done to attached collections: to be called with every step that is planned.</summary>
    /// <exception cref="StoreException">A step renames one, or stamps its documents without leave.</exception>
    public void Require(IEnumerable<PlanStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var (step, operation) in steps.SelectMany(static step => step.Operations.Select(planned => (step, planned.Effective ?? planned.Authored))))
        {
            if (operation is RenameCollectionOperation rename && (Find(rename.Collection) ?? Find(rename.To)) is { } renamed)
            {
                throw new StoreException(
                    AttachErrors.NotRenamed,
                    $"Migration {step.Migration}: {rename.Describe()}: the collection '{renamed.Collection}' of store '{_store}' is attached to the table '{renamed.Place}'.",
                    "Take the operation out of the migration: the name is only what migrations call the table. To rename the table, do so where it was made, and correct \"table\" in the configuration.");
            }

            if (operation is VersionCollectionOperation { Field: not null } version && Find(version.Collection) is { Stamps: false } plain)
            {
                throw new StoreException(
                    AttachErrors.NoStamps,
                    $"Migration {step.Migration}: {version.Describe()}: the collection '{plain.Collection}' of store '{_store}' is attached to the table '{plain.Place}', whose own program may not know such a field.",
                    "Take [Versioned] off the model and the operation out of the migration; or, when the program lets the field pass, write \"stamps\": true for the collection in the configuration.");
            }
        }
    }

    private static AttachedCollection Read(StoreSettings settings, string collection, Dictionary<string, string> properties, bool schemas)
    {
        var table = properties.GetValueOrDefault("table", collection);
        var schema = properties.GetValueOrDefault("schema");
        if (schema is not null && !schemas)
        {
            throw Invalid(settings, $"'{collection}' has a \"schema\", and the database has none");
        }

        if (schema is null && schemas && table.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            (schema, table) = (table[..dot], table[(dot + 1)..]);
        }

        string Name(string property) => properties.TryGetValue(property, out var name)
            ? name
            : throw Invalid(settings, $"'{collection}' has no \"{property}\", which names the column {(property == "key" ? "that tells documents apart" : "with the documents")}");
        return new AttachedCollection
        {
            Collection = collection,
            Schema = schema,
            Table = table,
            Key = Name("key"),
            Column = Name("document"),
            Stamps = properties.GetValueOrDefault("stamps") switch
            {
                null or "false" => false,
                "true" => true,
                _ => throw Invalid(settings, $"\"stamps\" of '{collection}' is neither true nor false"),
            },
        };
    }

    private static ConfigurationException Invalid(StoreSettings settings, string what) => new(
        AttachErrors.BadSetting,
        $"The store '{settings.Name}': \"{Setting}\": {what}.",
        $"Write {Example}, with \"schema\" where the database has schemas, and \"stamps\": true only if documents may get a stamp.");
}
