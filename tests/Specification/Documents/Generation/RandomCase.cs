using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Generation;

/// <summary>Documents and a chain of operations made from a seed: few keys, so that operations meet each other and their targets; odd keys and numbers at the edges.</summary>
public sealed class RandomCase
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "name", "price.usd", "it's", "ключ", " ", "$x", "back\\slash", "quo\"te", ""];

    private static readonly string[] Texts =
    [
        "", "Ada Lovelace", "one two three", " lead", "trail ", "12", "12.5", "12.50", "-3", "-0", "0", "007", "1e3", "1E400", "0.1", "99999999999", "2147483647", "2147483648",
        "-2147483649", "9223372036854775807", "9223372036854775808", "123456789012345678", "0.00001", "NaN", "true", "false", "yes", "naïve café", "tab\there", "nul\0in", "\"q\"", "back\\",
        "2024-02-29T12:00:00Z", "5ca4bbcea2dd94ee58162a68",
    ];

    private readonly Random _random;
    private readonly RandomExpressions _expressions;

    public RandomCase(int seed)
    {
        _random = new Random(seed);
        _expressions = new RandomExpressions(_random, Path, () => Value(3));
        Documents = [.. Enumerable.Range(0, _random.Next(1, 9)).Select(Document)];
        Operations = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Operation(0))];
    }

    public IReadOnlyList<JObject> Documents { get; }

    public IReadOnlyList<ReshapeOperation> Operations { get; }

    private JObject Document(int number)
    {
        var document = Object(0);
        document.Remove("_id");
        document.AddFirst(new JProperty("_id", $"d{number}"));
        return document;
    }

    private JObject Object(int depth)
    {
        var result = new JObject();
        foreach (var key in Keys)
        {
            if (_random.Next(depth == 0 ? 3 : 4) == 0 || (Array.IndexOf(Keys, key) < 5 && _random.Next(2) == 0))
            {
                result[key] = Value(depth);
            }
        }

        return result;
    }

    private JToken Value(int depth) => _random.Next(depth > 2 ? 8 : 12) switch
    {
        0 => JValue.CreateNull(),
        1 => new JValue(_random.Next(2) == 0),
        2 => new JValue((object)Pick(0, 5, -7, int.MaxValue, int.MinValue)),
        3 => new JValue(Pick(5L, 5_000_000_000L, long.MaxValue, long.MinValue)),
        4 => new JValue(Pick(0.0, -0.0, 12.5, 12.0, 0.1 + 0.2, 1e300, 1e-7, 123456789.25, double.NaN, double.PositiveInfinity)),
        5 or 6 => new JValue(Pick(Texts)),
        7 => Wrapper(),
        8 => new JArray(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(5) == 0 ? Value(depth + 1) : Object(depth + 1))),
        9 => Keyed(depth),
        _ => Object(depth + 1),
    };

    private JObject Keyed(int depth)
    {
        var result = new JObject();
        for (var i = _random.Next(4); i > 0; i--)
        {
            result[$"k{_random.Next(20)}"] = _random.Next(6) == 0 ? Value(depth + 1) : Object(depth + 1);
        }

        return result;
    }

    private JObject Wrapper() => _random.Next(3) switch
    {
        0 => new JObject(new JProperty("$oid", "5ca4bbcea2dd94ee58162a68")),
        1 => new JObject(new JProperty("$numberDecimal", "1.50")),
        _ => new JObject(new JProperty("$date", "2024-02-29T12:00:00Z")),
    };

    private ReshapeOperation Operation(int depth)
    {
        var operation = Unfiltered(depth);
        return _random.Next(5) == 0 ? operation with { Where = _expressions.Condition() } : operation;
    }

    private ReshapeOperation Unfiltered(int depth)
    {
        var collection = depth == 0 ? "docs" : "";
        var policy = depth == 0 ? Pick(OnError.Quarantine, OnError.Quarantine, OnError.Keep) : Pick(OnError.Fail, OnError.Keep);
        var path = Path();
        switch (_random.Next(depth == 0 ? 18 : 14))
        {
            case 0:
                return new AddFieldOperation { Collection = collection, Path = path, Value = Value(2), OnError = policy };
            case 1:
                return new RemoveFieldOperation { Collection = collection, Path = path, OnError = policy };
            case 2 or 3:
                var target = _random.Next(3) == 0 ? Path() : path.Parent.Child(Pick(Keys));
                return target.StartsWith(path) || path.StartsWith(target)
                    ? new RemoveFieldOperation { Collection = collection, Path = path, OnError = policy }
                    : new RenameFieldOperation
                    {
                        Collection = collection,
                        From = path,
                        To = target,
                        OnError = policy,
                        Target = _random.Next(3) == 0 ? Pick(Enum.GetValues<TargetPolicy>()) : TargetPolicy.Fail,
                        CreateParents = _random.Next(3) == 0,
                        PruneParents = _random.Next(4) == 0,
                    };
            case 4 or 5:
                var to = Pick(Enum.GetValues<FieldType>());
                var from = _random.Next(3) == 0 ? (FieldType?)null : Pick(FieldType.String, FieldType.String, FieldType.Int32, FieldType.Double, FieldType.Boolean);
                return new ConvertFieldOperation { Collection = collection, Path = path, To = to, From = from == to ? null : from, OnError = policy };
            case 6:
                return new SplitFieldOperation { Collection = collection, Path = path, Into = Names(2, path.Name), Separator = Pick(" ", " ", "o", "::"), OnError = policy };
            case 7:
                return new NestFieldsOperation { Collection = collection, Parent = path.Parent, Fields = Names(_random.Next(1, 4), path.Name), Into = path.Name, OnError = policy };
            case 8:
                return new FlattenFieldOperation { Collection = collection, Path = path, Fields = Names(_random.Next(1, 4), path.Name), OnError = policy };
            case 9:
                return new SetFieldOperation { Collection = collection, Path = path, Value = _expressions.Value(), OnError = policy };
            case 10:
                return new MapValuesOperation { Collection = collection, Path = path, Table = Table(), Otherwise = _random.Next(4) == 0 ? Value(3) : null, OnError = policy };
            case 11:
                var keys = Names(_random.Next(1, 4), "");
                var shifted = _random.Next(2) == 0 ? keys.Skip(1).Append(keys[0]) : keys.Skip(1).Append("new");
                return keys.Count == 1
                    ? new UnwrapArrayOperation { Collection = collection, Path = path, Longer = Pick(Enum.GetValues<LongArrays>()), OnError = policy }
                    : new RenameFieldsOperation
                    {
                        Collection = collection, Parent = path.Parent, Names = keys.Zip(shifted, static (from, to) => new FieldRename(from, to)).ToValueList(), OnError = policy,
                    };
            case 12:
                return new WrapInArrayOperation { Collection = collection, Path = path, OnError = policy };
            case 13:
                return new UnwrapArrayOperation { Collection = collection, Path = path, Longer = Pick(LongArrays.Misfit, LongArrays.First), OnError = policy };
            case 14 or 15:
                return _random.Next(2) == 0
                    ? new MapToArrayOperation { Collection = collection, Path = path, KeyField = Pick("key", "a", "it's"), ValueField = _random.Next(4) == 0 ? "value" : null, OnError = policy }
                    : new ArrayToMapOperation { Collection = collection, Path = path, KeyField = Pick("name", "a"), OnError = policy };
            case 16:
                return new JoinFieldsOperation { Collection = collection, Parent = path.Parent, Fields = Names(2, path.Name), Into = path.Name, Separator = Pick(" ", "::"), OnError = policy };
            default:
                return new ForEachOperation
                {
                    Collection = collection,
                    Path = path,
                    Operations = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Operation(depth + 1)).ToValueList(),
                    OnError = policy,
                };
        }
    }

    private ValueList<ValueMapping> Table()
    {
        var rows = new List<ValueMapping>();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var row = ValueMapping.Of(Pick<object?>("12", "", "true", 5, 5L, 12.5, true, null, "Ada Lovelace"), Pick<object?>("x", 5, "12", null, false, 2.0));
            if (rows.TrueForAll(former => new LiteralExpression { Value = former.From }.EqualTo(new LiteralExpression { Value = row.From }).Evaluate([], default) is { Holds: false }))
            {
                rows.Add(row);
            }
        }

        return rows.ToValueList();
    }

    private DocumentPath Path()
    {
        var path = DocumentPath.Of(Pick(Keys));
        return _random.Next(4) == 0 ? path.Child(Pick(Keys)) : path;
    }

    private ValueList<string> Names(int count, string without) =>
        Keys.Where(key => key != without).OrderBy(_ => _random.Next()).Take(count).ToValueList();

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
