using DocMigrate.Comparison;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Models;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Comparison;

/// <summary>Shapes, changes of them that a person could make, and documents of them; from a seed.</summary>
internal sealed class RandomShapes(int seed)
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "e", "f"];
    private static readonly ScalarKind[] s_scalars = [ScalarKind.String, ScalarKind.Int32, ScalarKind.Int64, ScalarKind.Double, ScalarKind.Boolean, ScalarKind.Decimal];

    private readonly Random _random = new(seed);
    private readonly List<RenameHint> _renames = [];
    private readonly HashSet<string> _made = [];
    private int _fresh;

    /// <summary>The answers that a person would give about the changes made.</summary>
    public IReadOnlyList<RenameHint> Renames => _renames;

    public FieldShape Object(int depth)
    {
        var shape = FieldShape.EmptyObject;
        foreach (var name in s_names.Where(_ => _random.Next(3) > 0))
        {
            shape = shape.WithField(name, Field(depth));
        }

        return shape;
    }

    /// <summary>Another shape, by a few changes; the answers go to <see cref="Renames"/>.</summary>
    public FieldShape Changed(FieldShape shape)
    {
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            shape = Change(shape, "", 2);
        }

        return shape;
    }

    /// <summary>A document of a shape, with a field that nobody knows.</summary>
    public JObject Document(FieldShape shape)
    {
        var document = (JObject)Value(shape);
        document["unknown"] = new JValue("kept");
        return document;
    }

    public JToken Value(FieldShape shape) => shape switch
    {
        { Nullable: true } when _random.Next(4) == 0 => JValue.CreateNull(),
        { Kind: ShapeKind.List } => new JArray(Enumerable.Range(0, _random.Next(3)).Select(_ => Value(shape.Element!))),
        { Kind: ShapeKind.Map } => new JObject(Enumerable.Range(0, _random.Next(3)).Select(number => new JProperty($"k{number}", Value(shape.Element!)))),
        { Kind: ShapeKind.Object } => new JObject(shape.Fields.Where(field => !field.Shape.Nullable || _random.Next(4) > 0).Select(field => new JProperty(field.Name, Value(field.Shape)))),
        _ => shape.Scalar switch
        {
            ScalarKind.String => new JValue(_random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ScalarKind.Int32 => new JValue((object)_random.Next(100)),
            ScalarKind.Int64 => new JValue((long)_random.Next(100)),
            ScalarKind.Double => new JValue((double)_random.Next(100)),
            ScalarKind.Decimal => Wrappers.Make("$numberDecimal", _random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ => new JValue(_random.Next(2) == 0),
        },
    };

    private FieldShape Field(int depth)
    {
        var shape = _random.Next(depth == 0 ? 4 : 8) switch
        {
            4 or 5 => Object(depth - 1),
            6 => FieldShape.List(_random.Next(2) == 0 ? Object(depth - 1) : Scalar()),
            7 => FieldShape.Map(_random.Next(2) == 0 ? Object(depth - 1) : Scalar()),
            _ => Scalar(),
        };
        return _random.Next(2) == 0 ? shape.OrNull() : shape;
    }

    private FieldShape Scalar() => FieldShape.Of(s_scalars[_random.Next(s_scalars.Length)]);

    private FieldShape Change(FieldShape shape, string prefix, int depth)
    {
        if (shape.Fields.Count == 0)
        {
            return shape.WithField(Fresh(), Field(depth));
        }

        var field = shape.Fields[_random.Next(shape.Fields.Count)];
        var without = shape.WithoutField(field.Name);
        switch (_random.Next(10))
        {
            case 0:
                return shape.WithField(Fresh(), Field(depth));
            case 1:
                _renames.Add(new RenameHint("c", Origin(prefix + field.Name), ""));
                return without;
            case 2:
                var name = Fresh();
                Move(prefix + field.Name, prefix + name);
                return without.WithField(name, field.Shape);
            case 3:
                var into = Fresh();
                Move(prefix + field.Name, $"{prefix}{into}.{field.Name}");
                _made.Add(into);
                return without.WithField(into, FieldShape.EmptyObject.WithField(field.Name, field.Shape) with { Nullable = field.Shape.Nullable });
            case 4 when field.Shape is { Kind: ShapeKind.Object, Nullable: false, Fields: { Count: > 0 } inner } && inner.All(one => shape.Field(one.Name) is null):
                foreach (var one in inner)
                {
                    Move($"{prefix}{field.Name}.{one.Name}", prefix + one.Name);
                }

                return inner.Aggregate(without, static (result, one) => result.WithField(one.Name, one.Shape));
            case 5 when field.Shape.Kind == ShapeKind.Scalar:
                return without.WithField(field.Name, Scalar() with { Nullable = field.Shape.Nullable });
            case 6:
                return without.WithField(field.Name, field.Shape with { Nullable = !field.Shape.Nullable });
            case 7 when field.Shape.Kind == ShapeKind.Scalar:
                return without.WithField(field.Name, FieldShape.List(field.Shape with { Nullable = false }) with { Nullable = field.Shape.Nullable });
            case 8 when field.Shape is { Element.Kind: ShapeKind.Object }:
                return without.WithField(field.Name, field.Shape with { Element = Change(field.Shape.Element!, $"{prefix}{field.Name}.", depth - 1) });
            default:
                return field.Shape.Kind == ShapeKind.Object && depth > 0 ? without.WithField(field.Name, Change(field.Shape, $"{prefix}{field.Name}.", depth - 1)) : shape;
        }
    }

    // A person says where a field was at first and where it is in the end.
    private void Move(string from, string to)
    {
        var origin = Origin(from);
        var known = _renames.Exists(hint => hint.To == from) || _made.Contains(from.Split('.')[^1]);
        for (var i = 0; i < _renames.Count; i++)
        {
            _renames[i] = IsIn(_renames[i].To, from) ? _renames[i] with { To = to + _renames[i].To[from.Length..] } : _renames[i];
        }

        if (!known)
        {
            _renames.Add(new RenameHint("c", origin, to));
        }
    }

    private string Origin(string path) =>
        _renames.Where(hint => hint.To.Length > 0 && IsIn(path, hint.To)).OrderByDescending(static hint => hint.To.Length).FirstOrDefault() is { } outer
            ? outer.From + path[outer.To.Length..]
            : path;

    private static bool IsIn(string path, string outer) => path == outer || path.StartsWith(outer + ".", StringComparison.Ordinal);

    private string Fresh() => $"n{_fresh++}";
}
