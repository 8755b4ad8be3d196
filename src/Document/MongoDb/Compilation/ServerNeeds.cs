using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>What expressions ask of a server.</summary>
internal static class ServerNeeds
{
    /// <summary>Conversions (<c>$convert</c>, <c>$trim</c>) came with 4.0; nothing here needs less.</summary>
    private const int Least = 7;

    /// <summary>
    /// The operators that came later, by the wire version of the release (https://www.mongodb.com/docs/manual/reference/operator/aggregation/): update pipelines and
    /// <c>$regexMatch</c> with 4.2, fields by any name with 5.0.
    /// </summary>
    private static readonly Dictionary<string, int> s_since = new(StringComparer.Ordinal)
    {
        ["$set"] = 8,
        ["$replaceWith"] = 8,
        ["$regexMatch"] = 8,
        ["$getField"] = 13,
        ["$setField"] = 13,
        ["$unsetField"] = 13,
    };

    /// <summary>The oldest wire version of servers that know an expression, a pipeline or an update by operators.</summary>
    public static int WireVersion(JToken expression) => expression switch
    {
        // By operators: as old as MongoDB.
        JObject { Count: > 0 } operators when operators.Properties().All(static property => property.Name is "$rename" or "$unset" or "$set") => Least,
        _ => Operators(expression).Select(static name => s_since.GetValueOrDefault(name, Least)).DefaultIfEmpty(Least).Max(),
    };

    /// <summary>The first release that speaks a wire version, as in <c>5.0</c>.</summary>
    public static string Release(int wireVersion) => wireVersion switch
    {
        < 7 => "older than 4.0",
        7 => "4.0",
        8 => "4.2",
        < 13 => "4.4",
        < 17 => "5.0",
        < 21 => "6.0",
        < 25 => "7.0",
        25 => "8.0",
        _ => string.Create(CultureInfo.InvariantCulture, $"of wire version {wireVersion}"),
    };

    /// <summary>How many objects and arrays expressions have in each other, at most.</summary>
    public static int Levels(IEnumerable<JToken> expressions) => expressions.Max(Levels);

    /// <summary>How many values expressions are made of.</summary>
    public static int Nodes(IEnumerable<JToken> expressions) => expressions.Sum(static expression => 1 + (expression as JContainer)?.Descendants().Count() ?? 0);

    private static int Levels(JToken expression) => expression is JContainer inner ? (inner is JProperty ? 0 : 1) + inner.Select(Levels).DefaultIfEmpty(0).Max() : 0;

    private static IEnumerable<string> Operators(JToken expression) => expression switch
    {
        JObject { Count: 1 } literal when literal.ContainsKey("$literal") => [],
        JProperty property => Operators(property.Value).Prepend(property.Name),
        JContainer container => container.SelectMany(Operators),
        _ => [],
    };
}
