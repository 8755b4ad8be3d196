using System.Globalization;
using System.Runtime.CompilerServices;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Makes tokens out of BSON bytes.</summary>
internal ref struct BsonDecoder(ReadOnlySpan<byte> bytes, BsonReading reading)
{
    private readonly bool _lenient = reading == BsonReading.Lenient;
    private readonly List<string> _path = [];
    private BsonCursor _cursor = new(bytes);

    public readonly bool AtEnd => _cursor.AtEnd;

    public readonly int Position => _cursor.Position;

    public JObject Document()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var document = new JObject();
        var outer = _cursor.Enter();
        var keys = KeyCache.Current;
        string? reserved = null;
        while (!_cursor.AtEnd)
        {
            var type = _cursor.Type();
            var key = keys.Text(_cursor.CString(), _path);
            if (Wrappers.IsReserved(key))
            {
                reserved ??= key;
            }

            _path.Add(key);
            var value = Value(type);
            _path.RemoveAt(_path.Count - 1);
            Add(document, key, value);
        }

        _cursor.Leave(outer);
        return reserved is null ? document : throw BsonError.LooksLikeWrapper(_path, reserved);
    }

    public JToken Value(BsonType type) => type switch
    {
        // As an object: the constructor for doubles replaces each NaN by one of its own, with other bits.
        BsonType.Double => new JValue((object)_cursor.Double()),
        BsonType.String => new JValue(Text()),
        BsonType.Document => Deeper() ? Document() : throw BsonError.TooDeep(),
        BsonType.Array => Deeper() ? Array() : throw BsonError.TooDeep(),
        BsonType.Binary => Binary(),
        BsonType.Undefined => new JObject(new JProperty("$undefined", new JValue(true))),
        BsonType.ObjectId => ObjectId(),
        BsonType.Boolean => new JValue(_cursor.Boolean()),
        BsonType.DateTime => DateText.FromMilliseconds(_cursor.Int64()),
        BsonType.Null => JValue.CreateNull(),
        BsonType.RegularExpression => RegularExpression(),
        BsonType.DbPointer => new JObject(new JProperty(
            "$dbPointer", new JObject(new JProperty("$ref", new JValue(Text())), new JProperty("$id", ObjectId())))),
        BsonType.Code => Wrappers.Make("$code", Text()),
        BsonType.Symbol => Wrappers.Make("$symbol", Text()),
        BsonType.CodeWithScope => CodeWithScope(),
        BsonType.Int32 => new JValue((object)_cursor.Int32()),
        BsonType.Timestamp => Timestamp(),
        BsonType.Int64 => new JValue(_cursor.Int64()),
        BsonType.Decimal128 => Decimal(),
        BsonType.MinKey => new JObject(new JProperty("$minKey", new JValue((object)1))),
        BsonType.MaxKey => new JObject(new JProperty("$maxKey", new JValue((object)1))),
        _ => throw BsonError.Damaged(_cursor.Position, _path, "there is a value without a type"),
    };

    /// <summary>The document itself looks for a key that it has; to look before would be the same work once more.</summary>
    private readonly void Add(JObject document, string key, JToken value)
    {
        try
        {
            document.Add(new JProperty(key, value));
        }
        catch (ArgumentException) when (document.ContainsKey(key))
        {
            throw BsonError.DuplicateKey(_path, key);
        }
    }

    // The path holds the keys on the way, so its length is the depth of the value.
    private readonly bool Deeper() => _path.Count < BsonReader.MaxDepth;

    private JArray Array()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var array = new JArray();
        var outer = _cursor.Enter();
        Span<byte> digits = stackalloc byte[10];
        while (!_cursor.AtEnd)
        {
            var type = _cursor.Type();
            var key = _cursor.CString();
            array.Count.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            if (!_lenient && !key.SequenceEqual(digits[..length]))
            {
                throw BsonError.Inexact(_path, $"an array whose element {array.Count} has another key");
            }

            _path.Add(ArrayKeys.Of(array.Count));
            array.Add(Value(type));
            _path.RemoveAt(_path.Count - 1);
        }

        _cursor.Leave(outer);
        return array;
    }

    private string Text() => BsonCursor.Text(_cursor.String(), _path);

    private JObject ObjectId() => Wrappers.Make("$oid", Convert.ToHexStringLower(_cursor.Take(12)));

    private JObject Binary()
    {
        var bytes = _cursor.Binary(out var subtype);
        return new JObject(new JProperty("$binary", new JObject(
            new JProperty("base64", new JValue(Convert.ToBase64String(bytes))),
            new JProperty("subType", new JValue(subtype.ToString("x2", CultureInfo.InvariantCulture))))));
    }

    private JObject RegularExpression()
    {
        var pattern = BsonCursor.Text(_cursor.CString(), _path);
        var options = BsonCursor.Text(_cursor.CString(), _path);
        var sorted = string.Concat(options.Order());
        if (sorted != options && !_lenient)
        {
            throw BsonError.Inexact(_path, "a regular expression whose options are not in the order of the alphabet");
        }

        return new JObject(new JProperty("$regularExpression", new JObject(
            new JProperty("pattern", new JValue(pattern)), new JProperty("options", new JValue(sorted)))));
    }

    private JObject CodeWithScope()
    {
        var start = _cursor.Position;
        var length = _cursor.Int32();
        var code = Text();
        var scope = Deeper() ? Document() : throw BsonError.TooDeep();
        return length == _cursor.Position - start
            ? new JObject(new JProperty("$code", new JValue(code)), new JProperty("$scope", scope))
            : throw BsonError.Damaged(start, _path, $"code with scope claims to be {length} bytes long, and is {_cursor.Position - start}");
    }

    private JObject Timestamp()
    {
        var bits = _cursor.UInt64();
        return new JObject(new JProperty("$timestamp", new JObject(
            new JProperty("t", Number((uint)(bits >> 32))), new JProperty("i", Number((uint)bits)))));
    }

    private JObject Decimal()
    {
        var low = _cursor.UInt64();
        var text = Decimal128.ToText(_cursor.UInt64(), low, out var exact);
        return exact || _lenient
            ? Wrappers.Make("$numberDecimal", text)
            : throw BsonError.Inexact(_path, $"a decimal that stands for {text}, not in its canonical encoding");
    }

    private static JValue Number(uint number) => number <= int.MaxValue ? new JValue((object)(int)number) : new JValue((long)number);
}
