using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Serialization;

/// <summary>An operation as text for hashing: by its kind and what was stated, in ordinal order; what a later version adds and nobody states is not in it.</summary>
internal static class OperationForm
{
    private static readonly JsonSerializerOptions s_options = Options();

    public static string Of(ReshapeOperation operation) => JsonSerializer.Serialize(operation with { Collection = "" }, s_options);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Sort } },
        };
        options.Converters.Add(new ByKind());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        foreach (var converter in DocumentStoreKind.Instance.Converters)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    private static void Sort(JsonTypeInfo contract)
    {
        if (contract.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var stated = contract.Properties
            .Where(static property => property.Get is not null && (property.Set is not null || property.AssociatedParameter is not null))
            .OrderBy(static property => property.Name, StringComparer.Ordinal)
            .ToArray();
        contract.Properties.Clear();
        foreach (var property in stated)
        {
            var absent = property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null;
            property.ShouldSerialize = (_, value) => !Equals(value, absent) && !(value is System.Collections.IEnumerable several && !several.GetEnumerator().MoveNext());
            contract.Properties.Add(property);
        }
    }

    /// <summary>Writes an operation, also one inside another, as what it is.</summary>
    private sealed class ByKind : JsonConverter<ReshapeOperation>
    {
        private static readonly Dictionary<Type, string> s_kinds = DocumentStoreKind.Instance.OperationKinds.ToDictionary(static kind => kind.Type, static kind => kind.Name);

        public override ReshapeOperation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ReshapeOperation value, JsonSerializerOptions options) => new JsonObject
        {
            ["kind"] = s_kinds[value.GetType()], ["is"] = JsonSerializer.SerializeToNode(value, value.GetType(), options),
        }.WriteTo(writer);
    }
}
