namespace DocMigrate.Document.State;

/// <summary>Collects the fields of an object shape. Not thread-safe.</summary>
public sealed class ShapeBuilder
{
    private readonly List<NamedField> _fields = [];

    /// <summary>Adds a field.</summary>
    /// <param name="name">The literal key; a dot in it means nothing.</param>
    /// <param name="shape">What it holds.</param>
    /// <exception cref="ArgumentException">The key was added before.</exception>
    public ShapeBuilder Field(string name, FieldShape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (_fields.Exists(field => field.Name == name))
        {
            throw new ArgumentException($"The field '{name}' is there twice.", nameof(name));
        }

        _fields.Add(new NamedField(name, shape));
        return this;
    }

    internal FieldShape ToShape() => new() { Kind = ShapeKind.Object, Fields = _fields.ToValueList() };
}
