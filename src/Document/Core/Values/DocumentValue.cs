using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Values;

/// <summary>Makes document values out of CLR values.</summary>
public static class DocumentValue
{
    /// <summary>The value that a document holds: an <c>int</c> as int32, a <c>long</c> as int64; integers inside a token get the narrowest width.</summary>
    /// <param name="value">A string, number, boolean, date, GUID, byte array or token; null for JSON null.</param>
    /// <exception cref="Errors.DataException">A document can't hold it.</exception>
    public static JToken Of(object? value) => value switch
    {
        null => JValue.CreateNull(),
        long number => new JValue(number),
        char character => new JValue(character.ToString()),
        DateOnly date => new JValue(date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        TimeOnly time => new JValue(time.ToString("HH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture)),
        DateTime { Kind: DateTimeKind.Unspecified } date => DocumentNormalizer.Normalize(new JValue(DateTime.SpecifyKind(date, DateTimeKind.Utc)), null),
        JToken token => DocumentNormalizer.Normalize(token, null),
        _ => DocumentNormalizer.Normalize(new JValue(value), null),
    };
}
