using System.Globalization;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Writes documents as MongoDB Extended JSON v2, for other programs. <see cref="DocumentReader"/> reads both forms.</summary>
public static class ExtendedJson
{
    /// <summary>The canonical form: every number with its type, so that nothing is lost.</summary>
    /// <exception cref="Errors.DataException">A value has a type that documents do not have, or text is not valid Unicode.</exception>
    public static string Canonical(JToken value) => DocumentWriter.Write(Wrap(value, relaxed: false));

    /// <summary>The relaxed form: finite numbers as plain JSON, easy to read. A 64-bit integer that 32 bits hold is read back as one of 32.</summary>
    /// <exception cref="Errors.DataException">A value has a type that documents do not have, or text is not valid Unicode.</exception>
    public static string Relaxed(JToken value) => DocumentWriter.Write(Wrap(value, relaxed: true));

    // The writer's own rules: an int is plain digits, a long is where an int can't hold it. So a long that an int holds is given as an int.
    private static JToken Wrap(JToken value, bool relaxed)
    {
        switch (value)
        {
            case JObject { Count: 1 } date when !relaxed && date.Property("$date", StringComparison.Ordinal)?.Value is JValue { Value: string text }
                && DateText.Parse(text) is { } parsed && DateText.IsExact(parsed):
                return new JObject(new JProperty("$date", Number("$numberLong", parsed.ToUnixTimeMilliseconds())));
            case JObject wrapper when Wrappers.IsWrapper(wrapper):
                return Scope(wrapper, relaxed);
            case JObject inner:
                return new JObject(inner.Properties().Select(property => new JProperty(property.Name, Wrap(property.Value, relaxed))));
            case JArray array:
                return new JArray(array.Select(item => Wrap(item, relaxed)));
            case JValue { Value: long number } when relaxed && number is >= int.MinValue and <= int.MaxValue:
                return new JValue((object)(int)number);
            case JValue { Value: int number } when !relaxed:
                return Number("$numberInt", number);
            case JValue { Value: long number } when !relaxed:
                return Number("$numberLong", number);
            case JValue { Value: double number } when !relaxed && double.IsFinite(number):
                return Wrappers.Make("$numberDouble", DocumentWriter.Text(number));
            default:
                return value;
        }
    }

    private static JObject Scope(JObject wrapper, bool relaxed) => wrapper.Property("$scope", StringComparison.Ordinal) is not { } scope
        ? wrapper
        : new JObject(new JProperty("$code", wrapper["$code"]), new JProperty("$scope", Wrap(scope.Value, relaxed)));

    private static JObject Number(string key, long number) => Wrappers.Make(key, number.ToString(CultureInfo.InvariantCulture));
}
