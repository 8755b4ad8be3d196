using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation.Rules;

/// <summary>Values of a type that MongoDB converts just as the in-process executor does.</summary>
/// <param name="From">The type.</param>
/// <param name="Fits">Where the conversion is exact. Never an error for a value of the type.</param>
/// <param name="Put">The new value.</param>
/// <param name="Differs">Where, of those that fit, converting back would not give the value; null when that can't be said.</param>
internal sealed record ConvertCase(FieldType From, JToken Fits, JToken Put, JToken? Differs)
{
    /// <summary>A conversion that loses nothing.</summary>
    public ConvertCase(FieldType from, JToken fits, JToken put)
        : this(from, fits, put, Mql.False)
    {
    }
}
