using System.Globalization;
using System.Runtime.CompilerServices;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Writes tokens into a buffer as BSON.</summary>
internal sealed class BsonEncoder(BsonBuffer buffer)
{
    private JContainer? _root;
    private JToken? _current;
    private int _depth;

    public void Document(JObject document)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _root ??= document;
        var start = buffer.ReserveLength();
        _depth++;
        for (var property = (JProperty?)document.First; property is not null; property = (JProperty?)property.Next)
        {
            var name = property.Name;
            if (Wrappers.IsReserved(name))
            {
                throw BsonError.LooksLikeWrapper(Path(document), name);
            }

            Element(name, property.Value);
        }

        _depth--;
        buffer.Byte(0);
        buffer.FillLength(start);
    }

    /// <summary>Where a token is: its ancestors know, so that writing need not remember it.</summary>
    private List<string> Path(JToken? token)
    {
        var path = new List<string>();
        for (; token is not null && token != _root; token = token.Parent)
        {
            switch (token.Parent)
            {
                case JProperty property:
                    path.Insert(0, property.Name);
                    break;
                case JArray array:
                    path.Insert(0, ArrayKeys.Of(array.IndexOf(token)));
                    break;
            }
        }

        return path;
    }

    private void Element(string key, JToken value)
    {
        _current = value;
        var type = buffer.Length;
        buffer.Byte(0);
        CString(key);
        buffer.Fill(type, Value(value));
    }

    private BsonType Value(JToken value)
    {
        switch (value.Type)
        {
            case JTokenType.Object:
                var inner = (JObject)value;
                if (IsWrapper(inner))
                {
                    return Wrapper(inner);
                }

                CheckDepth();
                Document(inner);
                return BsonType.Document;
            case JTokenType.Array:
                CheckDepth();
                Array((JArray)value);
                return BsonType.Array;
            case JTokenType.Raw:
                return Raw(((JRaw)value).Value);
            default:
                return value is JValue scalar ? Scalar(scalar) : throw Unsupported(value.Type.ToString());
        }
    }

    private BsonType Raw(object? value)
    {
        switch (value)
        {
            case RawValue raw:
                buffer.Bytes(raw.Bytes.Span);
                return raw.Type;
            case RawDocument raw:
                buffer.Bytes(raw.Bytes.Span);
                return BsonType.Document;
            default:
                throw Unsupported("Raw");
        }
    }

    private BsonType Scalar(JValue scalar)
    {
        switch (scalar.Type)
        {
            case JTokenType.String when scalar.Value is string text:
                String(text);
                return BsonType.String;
            case JTokenType.Integer when scalar.Value is int number:
                buffer.Int32(number);
                return BsonType.Int32;
            case JTokenType.Integer when scalar.Value is long number:
                buffer.Int64(number);
                return BsonType.Int64;
            case JTokenType.Float when scalar.Value is double number:
                buffer.Double(number);
                return BsonType.Double;
            case JTokenType.Boolean when scalar.Value is bool flag:
                buffer.Byte(flag ? (byte)1 : (byte)0);
                return BsonType.Boolean;
            case JTokenType.Null:
                return BsonType.Null;
            default:
                throw Unsupported(scalar.Value?.GetType().Name ?? scalar.Type.ToString());
        }
    }

    private void Array(JArray array)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var start = buffer.ReserveLength();
        var index = 0;
        _depth++;
        for (var item = array.First; item is not null; item = item.Next)
        {
            Element(ArrayKeys.Of(index++), item);
        }

        _depth--;
        buffer.Byte(0);
        buffer.FillLength(start);
    }

    private BsonType Wrapper(JObject wrapper)
    {
        if (wrapper.Count == 2 && wrapper["$code"] is JValue { Value: string scoped } && wrapper["$scope"] is JObject scope && Wrappers.IsSubdocument(scope))
        {
            CheckDepth();
            var start = buffer.ReserveLength();
            String(scoped);
            Document(scope);
            buffer.FillLength(start);
            return BsonType.CodeWithScope;
        }

        var property = (JProperty)wrapper.First!;
        return (wrapper.Count == 1 ? property.Name : "", property.Value) switch
        {
            ("$oid", JValue { Value: string { Length: 24 } hex }) when buffer.Hex(hex) => BsonType.ObjectId,
            ("$date", var date) => Date(date, wrapper),
            ("$numberDecimal", JValue { Value: string text }) => Decimal(text),
            ("$binary", JObject { Count: 2 } binary) => Binary(binary, wrapper),
            ("$regularExpression", JObject { Count: 2 } expression) => RegularExpression(expression, wrapper),
            ("$timestamp", JObject { Count: 2 } timestamp) => Timestamp(timestamp, wrapper),
            ("$minKey", JValue { Value: 1 }) => BsonType.MinKey,
            ("$maxKey", JValue { Value: 1 }) => BsonType.MaxKey,
            ("$undefined", JValue { Value: true }) => BsonType.Undefined,
            ("$code", JValue { Value: string text }) => Text(BsonType.Code, text),
            ("$symbol", JValue { Value: string text }) => Text(BsonType.Symbol, text),
            ("$dbPointer", JObject { Count: 2 } pointer) => DbPointer(pointer, wrapper),
            _ => throw NoWrapper(wrapper),
        };
    }

    private BsonType Date(JToken date, JObject wrapper)
    {
        if (Wrappers.TextOf(date, "$numberLong") is { } digits)
        {
            buffer.Int64(long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw NoWrapper(wrapper));
            return BsonType.DateTime;
        }

        if (date is JValue { Value: string usual } && UsualDate.TryRead(usual, out var milliseconds))
        {
            buffer.Int64(milliseconds);
            return BsonType.DateTime;
        }

        var parsed = date is JValue { Value: string text } ? DateText.Parse(text) ?? throw NoWrapper(wrapper) : throw NoWrapper(wrapper);
        buffer.Int64(DateText.IsExact(parsed)
            ? parsed.ToUnixTimeMilliseconds()
            : throw BsonError.NotStorable(Path(_current), $"the date {date}, which is finer than a millisecond"));
        return BsonType.DateTime;
    }

    private BsonType Decimal(string text)
    {
        if (!Decimal128.TryParse(text, out var high, out var low))
        {
            throw BsonError.NotStorable(Path(_current), $"the decimal {text}, which 34 digits and an exponent from -6176 to 6111 can't hold");
        }

        buffer.UInt64(low);
        buffer.UInt64(high);
        return BsonType.Decimal128;
    }

    private BsonType Binary(JObject binary, JObject wrapper)
    {
        if (binary["base64"] is not JValue { Value: string base64 } || binary["subType"] is not JValue { Value: string { Length: 1 or 2 } subtype }
            || !byte.TryParse(subtype, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            throw NoWrapper(wrapper);
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            throw NoWrapper(wrapper);
        }

        buffer.Int32(number == 2 ? length + 4 : length);
        buffer.Byte(number);
        if (number == 2)
        {
            buffer.Int32(length);
        }

        buffer.Bytes(bytes.AsSpan(0, length));
        return BsonType.Binary;
    }

    private BsonType RegularExpression(JObject expression, JObject wrapper)
    {
        if (expression["pattern"] is not JValue { Value: string pattern } || expression["options"] is not JValue { Value: string options })
        {
            throw NoWrapper(wrapper);
        }

        CString(pattern);
        CString(string.Concat(options.Order()));
        return BsonType.RegularExpression;
    }

    private BsonType Timestamp(JObject timestamp, JObject wrapper)
    {
        buffer.Int32(Part(timestamp["i"]));
        buffer.Int32(Part(timestamp["t"]));
        return BsonType.Timestamp;

        int Part(JToken? value) => value switch
        {
            JValue { Value: int and >= 0 and var number } => number,
            JValue { Value: long and >= 0 and <= uint.MaxValue and var number } => unchecked((int)(uint)number),
            _ => throw NoWrapper(wrapper),
        };
    }

    private BsonType DbPointer(JObject pointer, JObject wrapper)
    {
        if (pointer["$ref"] is not JValue { Value: string name } || pointer["$id"] is not JObject id
            || Wrappers.TextOf(id, "$oid") is not { Length: 24 } hex || !hex.All(char.IsAsciiHexDigit))
        {
            throw NoWrapper(wrapper);
        }

        String(name);
        return Put(BsonType.DbPointer, Convert.FromHexString(hex));
    }

    private BsonType Put(BsonType type, ReadOnlySpan<byte> bytes)
    {
        buffer.Bytes(bytes);
        return type;
    }

    private BsonType Text(BsonType type, string text)
    {
        String(text);
        return type;
    }

    private void String(string text)
    {
        var start = buffer.ReserveLength();
        Utf8(text);
        buffer.Byte(0);
        buffer.Fill(start, buffer.Length - start - 4);
    }

    private void CString(string text)
    {
        if (buffer.TryAsciiCString(text))
        {
            return;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw BsonError.NotStorable(Path(_current), "a key or pattern with the character U+0000, which ends it there");
        }

        Utf8(text);
        buffer.Byte(0);
    }

    private void Utf8(string text)
    {
        if (!buffer.TryUtf8(text))
        {
            throw BsonError.InvalidText(Path(_current), null);
        }
    }

    // One with a reserved key elsewhere is refused when that key is come to.
    private static bool IsWrapper(JObject inner) => inner.First is JProperty first && Wrappers.IsReserved(first.Name) && inner.Count <= 2;

    private void CheckDepth()
    {
        if (_depth >= BsonReader.MaxDepth)
        {
            throw BsonError.TooDeep();
        }
    }

    private DataException NoWrapper(JObject wrapper) => BsonError.LooksLikeWrapper(Path(wrapper), wrapper.Properties().First(static property => Wrappers.IsReserved(property.Name)).Name);

    private static DataException Unsupported(string type) => new(
        DocumentErrors.UnsupportedValue,
        $"A document has a value of type {type}, which a document can't hold.",
        "Write int, long, double, bool, string, null, objects, arrays or Extended JSON wrappers.");
}
