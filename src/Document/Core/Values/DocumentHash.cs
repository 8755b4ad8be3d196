using System.Security.Cryptography;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>
/// A stable hash of a value: equal for values that <see cref="DocumentEquality.AnyOrder"/> calls identical, on every machine and in every version. The order of keys
/// is left out, for not every store keeps it.
/// </summary>
public static class DocumentHash
{
    /// <summary>The first 128 bits of the SHA-256 of the store form in UTF-8, with the keys of every object in ordinal order, as 32 lower-case hexadecimal digits.</summary>
    /// <exception cref="Errors.DataException">The value can't be written.</exception>
    public static string Of(JToken value) => Convert.ToHexStringLower(SHA256.HashData(DocumentWriter.WriteUtf8(Sorted(value))).AsSpan(0, 16));

    private static JToken Sorted(JToken value) => value switch
    {
        JObject inner => new JObject(inner.Properties().OrderBy(static property => property.Name, StringComparer.Ordinal)
            .Select(static property => new JProperty(property.Name, Sorted(property.Value)))),
        JArray array => new JArray(array.Select(Sorted)),
        _ => value,
    };
}
