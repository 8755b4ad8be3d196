using DocMigrate.Models;

namespace DocMigrate.Document.State;

/// <summary>What code expects of a field: its type, as far as it is known. Immutable; compared by value; the order of fields does not matter.</summary>
public sealed record FieldShape
{
    private readonly ValueList<NamedField> _fields = [];
    private readonly ValueList<string> _values = [];

    /// <summary>Scalar (the default), object, list or map.</summary>
    public ShapeKind Kind { get; init; }

    /// <summary>Which scalar; <see cref="ScalarKind.Any"/> (the default) for anything, and for what is no scalar.</summary>
    public ScalarKind Scalar { get; init; }

    /// <summary>Whether it may be null or missing. Default false.</summary>
    public bool Nullable { get; init; }

    /// <summary>The only texts that a scalar may be, in ordinal order: the members of an enum, the classes that a discriminator tells apart. Empty (the default) for all.</summary>
    /// <remarks>With <see cref="ScalarKind.Any"/>: such a text, or an array of texts with a slash between them, <c>Shape/Square</c>: so MongoDB's driver writes the discriminator of a hierarchy.</remarks>
    public ValueList<string> Values
    {
        get => _values;
        init => _values = value.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList();
    }

    /// <summary>The fields of an object, in ordinal order of their names; else empty.</summary>
    public ValueList<NamedField> Fields
    {
        get => _fields;
        init => _fields = value.OrderBy(static entry => entry.Name, StringComparer.Ordinal).ToValueList();
    }

    /// <summary>What a list's elements or a map's values are; else null.</summary>
    public FieldShape? Element { get; init; }

    /// <summary>Anything.</summary>
    public static FieldShape Any { get; } = Of(ScalarKind.Any);

    /// <summary>A boolean.</summary>
    public static FieldShape Boolean { get; } = Of(ScalarKind.Boolean);

    /// <summary>An integer of 32 bits.</summary>
    public static FieldShape Int32 { get; } = Of(ScalarKind.Int32);

    /// <summary>An integer of 64 bits.</summary>
    public static FieldShape Int64 { get; } = Of(ScalarKind.Int64);

    /// <summary>A floating-point number.</summary>
    public static FieldShape Double { get; } = Of(ScalarKind.Double);

    /// <summary>A decimal number.</summary>
    public static FieldShape Decimal { get; } = Of(ScalarKind.Decimal);

    /// <summary>Text.</summary>
    public static FieldShape String { get; } = Of(ScalarKind.String);

    /// <summary>A point in time.</summary>
    public static FieldShape DateTime { get; } = Of(ScalarKind.DateTime);

    /// <summary>A date, stored as text.</summary>
    public static FieldShape Date { get; } = Of(ScalarKind.Date);

    /// <summary>A time of day or a time span, stored as text.</summary>
    public static FieldShape Time { get; } = Of(ScalarKind.Time);

    /// <summary>A GUID, stored as text.</summary>
    public static FieldShape Guid { get; } = Of(ScalarKind.Guid);

    /// <summary>Bytes.</summary>
    public static FieldShape Binary { get; } = Of(ScalarKind.Binary);

    /// <summary>A MongoDB object id.</summary>
    public static FieldShape ObjectId { get; } = Of(ScalarKind.ObjectId);

    /// <summary>An object of which nothing is known.</summary>
    public static FieldShape EmptyObject { get; } = new() { Kind = ShapeKind.Object };

    /// <summary>A scalar.</summary>
    public static FieldShape Of(ScalarKind scalar) => new() { Scalar = scalar };

    /// <summary>A sub-document.</summary>
    public static FieldShape Object(Action<ShapeBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new ShapeBuilder();
        build(builder);
        return builder.ToShape();
    }

    /// <summary>An array.</summary>
    public static FieldShape List(FieldShape element) => new() { Kind = ShapeKind.List, Element = element };

    /// <summary>An object whose keys are data.</summary>
    public static FieldShape Map(FieldShape value) => new() { Kind = ShapeKind.Map, Element = value };

    /// <summary>The same, which may also be null or missing.</summary>
    public FieldShape OrNull() => this with { Nullable = true };

    /// <summary>The same, with nothing but these texts.</summary>
    public FieldShape OneOf(params ValueList<string> values) => this with { Values = values };

    /// <summary>What a field is that is the one or the other: what both have in common.</summary>
    internal static FieldShape Either(FieldShape left, FieldShape right)
    {
        var nullable = left.Nullable || right.Nullable;
        if ((left with { Nullable = nullable }) == (right with { Nullable = nullable }))
        {
            return left with { Nullable = nullable };
        }

        if (left.Kind != right.Kind || left.Kind == ShapeKind.Scalar)
        {
            return left.Kind != right.Kind || left.Scalar != right.Scalar ? Any with { Nullable = nullable }
                : left with { Nullable = nullable, Values = left.Values.Count > 0 && right.Values.Count > 0 ? left.Values.AddRange(right.Values) : [] };
        }

        return left.Kind != ShapeKind.Object
            ? left with { Nullable = nullable, Element = Either(left.Element ?? Any, right.Element ?? Any) }
            : left with
            {
                Nullable = nullable,
                Fields = left.Fields.Concat(right.Fields).Select(static field => field.Name).Distinct()
                    .Select(name => new NamedField(name, (left.Field(name), right.Field(name)) switch
                    {
                        ({ } one, { } other) => Either(one, other),
                        (var one, var other) => (one ?? other)!.OrNull(),
                    }))
                    .ToValueList(),
            };
    }

    /// <summary>The shape of a field, or null when it is not known.</summary>
    public FieldShape? Field(string name) => Fields.FirstOrDefault(field => field.Name == name)?.Shape;

    internal FieldShape WithField(string name, FieldShape shape) =>
        this with { Fields = Fields.Where(field => field.Name != name).Append(new NamedField(name, shape)).ToValueList() };

    internal FieldShape WithoutField(string name) => this with { Fields = Fields.Where(field => field.Name != name).ToValueList() };
}
