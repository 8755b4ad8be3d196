using System.Security.Cryptography;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>A stable hash of a value: equal for values that <see cref="DocumentEquality.Exact"/> calls identical, on every machine and in every version.</summary>
public static class DocumentHash
{
    /// <summary>The first 128 bits of the SHA-256 of the store form in UTF-8, as 32 lower-case hexadecimal digits.</summary>
    /// <exception cref="Errors.DataException">The value can't be written.</exception>
    public static string Of(JToken value) => Convert.ToHexStringLower(SHA256.HashData(DocumentWriter.WriteUtf8(value)).AsSpan(0, 16));
}
