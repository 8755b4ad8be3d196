using System.Globalization;
using System.Text;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>Compares objects with binary JSON as it is stored, by <see cref="DocumentEquality"/>: what looks the same by its bytes is; anything else is read.</summary>
internal static class JsonbComparison
{
    /// <summary>With more fields finding one by another takes longer than reading the document.</summary>
    private const int MostFields = 100;

    /// <summary>Whether a document is identical, the order of keys included.</summary>
    /// <param name="document">A document that <see cref="JsonbReader"/> reads.</param>
    /// <param name="other">The other.</param>
    public static bool IsSame(ReadOnlySpan<byte> document, JObject other) => Same(document, JsonbElement.Read(document, 0), other, Same);

    /// <summary>How a document is to change to become another; null when that is to be found out by reading it.</summary>
    /// <param name="document">A document that <see cref="JsonbReader"/> reads.</param>
    /// <param name="after">The document as it is to be.</param>
    public static DocumentChange? ChangeTo(ReadOnlySpan<byte> document, JObject after)
    {
        IList<JToken> fields = after;
        Span<Field> old = stackalloc Field[MostFields];
        var count = 0;
        for (var at = JsonbElement.Read(document, 0).Payload; at < document.Length; count++)
        {
            if (count == MostFields || fields.Count > MostFields)
            {
                return null;
            }

            var key = JsonbElement.Read(document, at);
            old[count] = new Field(key, JsonbElement.Read(document, key.End), Stays: false);
            at = old[count].Value.End;
        }

        var set = new List<ChangedField>();
        var next = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = (JProperty)fields[i];
            var found = Find(document, old[..count], field.Name, next);
            if (found >= 0)
            {
                old[found] = old[found] with { Stays = true };
                next = found + 1;
            }

            if (found < 0 || !Same(document, old[found].Value, field.Value))
            {
                set.Add(new ChangedField(field.Name, field.Value));
            }
        }

        var removed = new List<string>();
        foreach (var field in old[..count])
        {
            if (!field.Stays)
            {
                removed.Add(JsonbReader.TryReadText(document, field.Key, name: true)!);
            }
        }

        return DocumentChange.To(after, set, removed);
    }

    /// <summary>The place of a field. Most come after the one before.</summary>
    private static int Find(ReadOnlySpan<byte> document, ReadOnlySpan<Field> fields, string name, int next)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var place = (next + i) % fields.Length;
            if (!fields[place].Stays && IsText(document, fields[place].Key, name))
            {
                return place;
            }
        }

        return -1;
    }

    private static bool Same(ReadOnlySpan<byte> document, JsonbElement element, JToken value) =>
        LooksSame(document, element, value) || (!AreTexts(element, value) && DocumentEquality.Equals(JsonbReader.TryRead(document, element, depth: 1), value));

    /// <summary>Whether both are texts as they are: then they are told apart by their bytes.</summary>
    private static bool AreTexts(JsonbElement element, JToken value) => element.IsPlainText && value is JValue { Value: string };

    /// <summary>Whether a value is written as it would be written: then it is the same. An Extended JSON wrapper may be the same all the same, and -0 is 0.</summary>
    private static bool LooksSame(ReadOnlySpan<byte> document, JsonbElement element, JToken value) => value switch
    {
        JValue { Value: string text } => IsText(document, element, text),
        JValue { Value: bool flag } => element.Type == (flag ? JsonbElement.True : JsonbElement.False),
        JValue { Value: int number } => element.Type == JsonbElement.Integer && IsNumber(document[element.Payload..element.End], number),
        JValue { Value: long number and (< int.MinValue or > int.MaxValue) } => element.Type == JsonbElement.Integer && IsNumber(document[element.Payload..element.End], number),
        JObject inner => element.Type == JsonbElement.Object && Same(document, element, inner, LooksSame),
        JArray array => element.Type == JsonbElement.Array && LooksSame(document, element, array),
        _ => false,
    };

    private static bool Same(ReadOnlySpan<byte> document, JsonbElement element, JObject other, Comparison same)
    {
        IList<JToken> fields = other;
        var (place, at) = (0, element.Payload);
        for (; at < element.End && place < fields.Count; place++)
        {
            var field = (JProperty)fields[place];
            var key = JsonbElement.Read(document, at);
            var value = JsonbElement.Read(document, key.End);
            if (!IsText(document, key, field.Name) || !same(document, value, field.Value))
            {
                return false;
            }

            at = value.End;
        }

        return at == element.End && place == fields.Count;
    }

    private static bool LooksSame(ReadOnlySpan<byte> document, JsonbElement element, JArray array)
    {
        var (place, at) = (0, element.Payload);
        for (; at < element.End && place < array.Count; place++)
        {
            var item = JsonbElement.Read(document, at);
            if (!LooksSame(document, item, array[place]))
            {
                return false;
            }

            at = item.End;
        }

        return at == element.End && place == array.Count;
    }

    private static bool IsNumber(ReadOnlySpan<byte> digits, long number)
    {
        Span<byte> usual = stackalloc byte[20];
        return number.TryFormat(usual, out var length, default, CultureInfo.InvariantCulture) && digits.SequenceEqual(usual[..length]);
    }

    private static bool IsText(ReadOnlySpan<byte> document, JsonbElement element, string text)
    {
        if (!element.IsPlainText)
        {
            return element.Type == JsonbElement.EscapedText && JsonbReader.TryReadText(document, element, name: false) == text;
        }

        var payload = document[element.Payload..element.End];
        return payload.Length == text.Length
            ? Ascii.Equals(payload, text)
            : payload.Length > text.Length && payload.Length <= text.Length * 3 && Encoding.UTF8.GetString(payload) == text;
    }

    private delegate bool Comparison(ReadOnlySpan<byte> document, JsonbElement element, JToken value);

    private readonly record struct Field(JsonbElement Key, JsonbElement Value, bool Stays);
}
