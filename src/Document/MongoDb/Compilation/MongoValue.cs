using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>A value of an author's expression, as an aggregation expression over the document as read.</summary>
/// <param name="Value">The value; nothing where it is missing. Perhaps an error where <paramref name="Exact"/> does not hold.</param>
/// <param name="Exact">Where MongoDB computes just what the in-process executor does; never an error. Elsewhere that one decides.</param>
internal sealed record MongoValue(JToken Value, JToken Exact)
{
    /// <summary>One that MongoDB always computes.</summary>
    public static MongoValue Plain(JToken value) => new(value, Mql.True);
}
