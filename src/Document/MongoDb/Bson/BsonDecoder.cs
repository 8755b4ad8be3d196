using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Makes tokens out of BSON bytes.</summary>
internal ref struct BsonDecoder(ReadOnlySpan<byte> bytes, BsonReading reading)
{
    private static readonly object[] s_boxed = [.. Enumerable.Range(0, 1024).Select(static number => (object)number)];

    private readonly bool _lenient = reading == BsonReading.Lenient;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private BsonCursor _cursor = new(bytes);
    private int _depth;

    public readonly bool AtEnd => _cursor.AtEnd;

    public readonly int Position => _cursor.Position;

    public JObject Document()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var document = new JObject();
        var start = _cursor.Position;
        var outer = _cursor.Enter();
        var keys = KeyCache.Current;
        string? reserved = null;
        var count = 0;
        _depth++;
        while (!_cursor.AtEnd)
        {
            var type = _cursor.Type();
            var key = _cursor.TryPass(keys.Expected.Bytes) ? keys.Take() : keys.Text(_cursor.CString()) ?? throw BsonError.InvalidText(Path(start), null);
            if (Wrappers.IsReserved(key))
            {
                reserved ??= key;
            }

            Add(document, count++, key, Value(type), start);
        }

        _depth--;
        _cursor.Leave(outer);
        return reserved is null ? document : throw BsonError.LooksLikeWrapper(Path(start), reserved);
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
        BsonType.Int32 => new JValue(Boxed(_cursor.Int32())),
        BsonType.Timestamp => Timestamp(),
        BsonType.Int64 => new JValue(_cursor.Int64()),
        BsonType.Decimal128 => Decimal(),
        BsonType.MinKey => new JObject(new JProperty("$minKey", new JValue((object)1))),
        BsonType.MaxKey => new JObject(new JProperty("$maxKey", new JValue((object)1))),
        _ => throw BsonError.Damaged(_cursor.Position, Path(_cursor.Position - 1), "there is a value without a type"),
    };

    /// <summary>The document itself looks for a key that it has; to look before would be the same work once more.</summary>
    private readonly void Add(JObject document, int index, string key, JToken value, int start)
    {
        try
        {
            // As a list, which asks less of a token than the method that takes any content does.
            ((IList<JToken>)document).Insert(index, new JProperty(key, value));
        }
        catch (ArgumentException) when (document.ContainsKey(key))
        {
            throw BsonError.DuplicateKey(Path(start), key);
        }
    }

    /// <summary>Small numbers are boxed once.</summary>
    private static object Boxed(int number) => (uint)number < (uint)s_boxed.Length ? s_boxed[number] : number;

    private readonly bool Deeper() => _depth < BsonReader.MaxDepth;

    /// <summary>Where a byte is: found again when an error needs it, so that reading need not remember it.</summary>
    private readonly List<string> Path(int position) => BsonPath.At(_bytes, position);

    /// <summary>Where the value is that was just read.</summary>
    private readonly List<string> Here() => Path(_cursor.Position - 1);

    private JArray Array()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var array = new JArray();
        var start = _cursor.Position;
        var outer = _cursor.Enter();
        var index = 0;
        _depth++;
        while (!_cursor.AtEnd)
        {
            var type = _cursor.Type();
            var key = _cursor.CString();
            if (!_lenient && !Ascii.Equals(key, ArrayKeys.Of(index)))
            {
                throw BsonError.Inexact(Path(start), $"an array whose element {index} has another key");
            }

            array.Insert(index++, Value(type));
        }

        _depth--;
        _cursor.Leave(outer);
        return array;
    }

    private string Text() => BsonCursor.Text(_cursor.String()) ?? throw BsonError.InvalidText(Here(), null);

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
        var pattern = BsonCursor.Text(_cursor.CString()) ?? throw BsonError.InvalidText(Here(), null);
        var options = BsonCursor.Text(_cursor.CString()) ?? throw BsonError.InvalidText(Here(), null);
        var sorted = string.Concat(options.Order());
        if (sorted != options && !_lenient)
        {
            throw BsonError.Inexact(Here(), "a regular expression whose options are not in the order of the alphabet");
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
            : throw BsonError.Damaged(start, Path(start), $"code with scope claims to be {length} bytes long, and is {_cursor.Position - start}");
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
            : throw BsonError.Inexact(Here(), $"a decimal that stands for {text}, not in its canonical encoding");
    }

    private static JValue Number(uint number) => number <= int.MaxValue ? new JValue((object)(int)number) : new JValue((long)number);
}
