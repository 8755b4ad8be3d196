using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DocMigrate.Backends;
using DocMigrate.Errors;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Serialization;

/// <summary>Writes operations as canonical JSON by their stable kind names, reads them again, and hashes migrations. Thread-safe.</summary>
/// <remarks>
/// The form is compact, its properties are in ordinal order after <c>kind</c>, and a property that has the value which it would have if
/// nobody had set it is left out: so a property that a later version adds changes no hash.
/// </remarks>
public sealed class OperationSerializer
{
    private static readonly ConditionalWeakTable<IStoreKind, OperationSerializer> Known = [];

    private readonly IStoreKind[] _families;
    private readonly JsonSerializerOptions _options;

    /// <summary>A serialiser for the operations of these families.</summary>
    /// <param name="kinds">The families. One that is named twice counts once.</param>
    /// <exception cref="ArgumentException">Two families use one kind name, or a kind is no concrete operation type.</exception>
    public OperationSerializer(IEnumerable<IStoreKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        _families = [.. kinds.DistinctBy(static kind => kind.Name, StringComparer.Ordinal)];
        var names = new OperationKindMap(_families.SelectMany(static family => family.OperationKinds));
        JsonConverter[] converters = [.. _families.SelectMany(static family => family.Converters)];
        _options = CreateOptions(names, converters);
    }

    /// <summary>A serialiser for these families, perhaps one that was made before: what it learns of the operations' types is dear.</summary>
    internal static OperationSerializer For(IReadOnlyList<IStoreKind> kinds)
    {
        if (kinds.Count > 0 && Known.TryGetValue(kinds[0], out var known) && known._families.SequenceEqual(kinds))
        {
            return known;
        }

        var made = new OperationSerializer(kinds);
        if (kinds.Count > 0)
        {
            Known.AddOrUpdate(kinds[0], made);
        }

        return made;
    }

    /// <summary>The operations as a compact JSON array of objects, each with its <c>kind</c> first.</summary>
    /// <exception cref="CatalogException">An operation's type belongs to no family that this serialiser knows.</exception>
    public string Serialize(IReadOnlyList<MigrationOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return JsonSerializer.Serialize(operations, _options);
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="HistoryException">The text is no such array, or it has a kind or a property that this version doesn't know.</exception>
    public ValueList<MigrationOperation> Deserialize(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<MigrationOperation[]>(json, _options) is { } operations
                && Array.TrueForAll(operations, static operation => operation is not null)
                    ? operations.ToValueList()
                    : throw Unreadable("an operation is null");
        }
        catch (JsonException error)
        {
            throw Unreadable(error.Message);
        }
    }

    /// <summary>
    /// The versioned content hash of a migration: its stores in the order of their first operation, and the canonical operations on each.
    /// Neither its name, nor its dependencies, nor how the operations of different stores are interleaved counts.
    /// </summary>
    /// <returns><c>v1:</c> and 64 hexadecimal digits in lower case.</returns>
    /// <exception cref="CatalogException">An operation's type belongs to no family that this serialiser knows.</exception>
    public string Hash(MigrationDefinition migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        using var buffer = new MemoryStream();

        // This writer escapes all that is not ASCII. What the relaxed encoder of the options escapes depends on the runtime's Unicode tables.
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var store in migration.Stores)
            {
                writer.WriteStringValue(store);
                JsonSerializer.Serialize<IReadOnlyList<MigrationOperation>>(writer, migration.OperationsOn(store), _options);
            }

            writer.WriteEndArray();
        }

        return "v1:" + Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static JsonSerializerOptions CreateOptions(OperationKindMap kinds, JsonConverter[] converters)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { CanonicalContract.Apply } },
        };
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }

        options.Converters.Add(new OperationConverterFactory(kinds));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    private static HistoryException Unreadable(string detail) => new(
        SerializationErrors.UnreadableOperations,
        $"Recorded operations can't be read: {detail}",
        "Use the version of DocMigrate that recorded them, or a newer one.");
}
