using System.Text.Encodings.Web;
using System.Text.Json;
using DocMigrate.Comparison;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Models;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Detection;

/// <summary>Reads what <c>--default</c> says: <c>orders.currency=EUR</c>, with <c>store:</c> before it where two stores have the name.</summary>
/// <param name="models">The models, which say what types the values have.</param>
/// <remarks>A text needs no quotation marks; with them it is read as JSON. Other values are JSON.</remarks>
internal sealed class DefaultAnswerParser(IReadOnlyList<EntityModel> models)
{
    private const string Option = "--default";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ConfigurationException">One can't be read, fits nothing, fits several things, or has a value of another type.</exception>
    public ValueList<StoreDefault> Parse(IReadOnlyList<string> texts) => texts.Select(Parse).ToValueList();

    private StoreDefault Parse(string text)
    {
        var answer = AnswerSyntax.Parse(Option, text, "orders.currency=EUR", models.Select(static model => model.Store));
        EntityModel[] candidates = [.. models.Where(model => answer.Store is null || model.Store == answer.Store)];
        var found = candidates
            .Where(model => answer.Left.StartsWith(model.Name + ".", StringComparison.Ordinal))
            .Select(model => (Model: model, Path: answer.Left[(model.Name.Length + 1)..]))
            .Select(static place => (place.Model, place.Path, Property: ModelPaths.Find(place.Model.Properties, place.Path)))
            .Where(static place => place.Property is not null)
            .ToArray();
        if (found.Length == 1)
        {
            var (model, path, property) = found[0];
            return new StoreDefault(model.Store, new DefaultAnswer(model.Name, path, Value(answer, property!.Type)));
        }

        if (found.Length > 1)
        {
            throw new ConfigurationException(
                DetectionErrors.AmbiguousAnswer,
                $"'{Option} {text}' fits something in each of the stores {Suggest.List(found.Select(static place => place.Model.Store).Distinct())}.",
                $"Name the store before it: {Option} {found[0].Model.Store}:{text}");
        }

        string[] known = [.. candidates.SelectMany(static model => ModelPaths.All(model.Properties).Select(path => $"{model.Name}.{path}"))];
        throw new ConfigurationException(
            DetectionErrors.UnknownName,
            $"'{Option} {text}' fits nothing: the models have no '{answer.Left}'.{Suggest.DidYouMean(answer.Left, known)}",
            $"Write table and column, or collection and field, as they are stored: {Option} orders.currency=EUR");
    }

    private static string Value(AnswerSyntax answer, TypeModel type)
    {
        var json = Json(answer.Right);
        return type switch
        {
            ScalarTypeModel { Kind: ScalarKind.Any } => json ?? Quote(answer.Right),
            ScalarTypeModel { Kind: ScalarKind.Boolean } => json is "true" or "false" ? json! : throw Bad(answer, "true or false"),
            ScalarTypeModel { Kind: ScalarKind.Int32 or ScalarKind.Int64 } => IsNumber(json) && json!.All(static digit => char.IsAsciiDigit(digit) || digit == '-')
                ? json!
                : throw Bad(answer, "a whole number"),
            ScalarTypeModel { Kind: ScalarKind.Double or ScalarKind.Decimal } => IsNumber(json) ? json! : throw Bad(answer, "a number"),
            ScalarTypeModel => json is ['"', ..] ? json! : Quote(answer.Right),
            ListTypeModel => json is ['[', ..] ? json! : throw Bad(answer, "a JSON array"),
            _ => json is ['{', ..] ? json! : throw Bad(answer, "a JSON object"),
        };
    }

    private static bool IsNumber(string? json) => json is ['-' or (>= '0' and <= '9'), ..];

    private static string Quote(string text) => JsonSerializer.Serialize(text, s_plain);

    /// <summary>The text in compact form when it is JSON, else null.</summary>
    private static string? Json(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, s_plain);
        }
        catch (JsonException)
        {
            // Not JSON: a text without quotation marks, or a mistake that the type will tell.
            return null;
        }
    }

    private static ConfigurationException Bad(AnswerSyntax answer, string expected) => new(
        DetectionErrors.BadDefault,
        $"'{Option} {answer.Text}': '{answer.Left}' takes {expected}, and '{answer.Right}' is none.",
        "State a value of the property's type.");
}
