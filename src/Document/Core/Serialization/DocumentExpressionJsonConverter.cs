using System.Text.Json;
using System.Text.Json.Serialization;
using DocMigrate.Document.Expressions;
using DocMigrate.Errors;

namespace DocMigrate.Document.Serialization;

/// <summary>Writes an expression as an object whose first property is its <c>kind</c>, as operations are written; reads it with <c>kind</c> at any place.</summary>
internal sealed class DocumentExpressionJsonConverter : JsonConverter<DocumentExpression>
{
    private const string Kind = "kind";

    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["literal"] = typeof(LiteralExpression),
        ["path"] = typeof(PathExpression),
        ["concat"] = typeof(ConcatExpression),
        ["trim"] = typeof(TrimExpression),
        ["case"] = typeof(CaseExpression),
        ["substring"] = typeof(SubstringExpression),
        ["split"] = typeof(SplitExpression),
        ["coalesce"] = typeof(CoalesceExpression),
        ["arithmetic"] = typeof(ArithmeticExpression),
        ["comparison"] = typeof(ComparisonExpression),
        ["logical"] = typeof(LogicalExpression),
        ["not"] = typeof(NotExpression),
        ["conditional"] = typeof(ConditionalExpression),
        ["typeTest"] = typeof(TypeTestExpression),
        ["conversion"] = typeof(ConversionExpression),
        ["size"] = typeof(SizeExpression),
        ["now"] = typeof(NowExpression),
    };

    private static readonly Dictionary<Type, string> Names = Types.ToDictionary(static pair => pair.Value, static pair => pair.Key);

    public override DocumentExpression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Kind, out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("an expression is not an object with a 'kind'");
        }

        if (!Types.TryGetValue(name.GetString()!, out var type))
        {
            throw new HistoryException(
                DocumentErrors.UnknownExpression,
                $"The history has an expression of kind '{name.GetString()}', which this version of DocMigrate does not know.",
                "Update DocMigrate to the version that recorded it.");
        }

        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(static property => !property.NameEquals(Kind)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return (DocumentExpression)JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type, options)!;
    }

    public override void Write(Utf8JsonWriter writer, DocumentExpression value, JsonSerializerOptions options)
    {
        using var body = JsonSerializer.SerializeToDocument(value, value.GetType(), options);
        writer.WriteStartObject();
        writer.WriteString(Kind, Names[value.GetType()]);
        foreach (var property in body.RootElement.EnumerateObject())
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
