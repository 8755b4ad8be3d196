using System.Text.Json.Serialization;

namespace DocMigrate.Document.State;

/// <summary>A collection as migrations know it. Immutable; compared by value.</summary>
public sealed record CollectionShape
{
    private readonly ValueList<DocumentIndexShape> _indexes = [];

    /// <summary>The collection's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a migration created it; false when it is only known by its indexes. Default true.</summary>
    public bool Declared { get; init; } = true;

    /// <summary>What its documents are: an object shape. Documents may have more fields than it says.</summary>
    public FieldShape Shape { get; init; } = FieldShape.EmptyObject;

    /// <summary>The field that has each document's stamp; null (the default) where documents bear none.</summary>
    public string? StampField { get; init; }

    /// <summary>The reshapes that led here. No part of equality: models know of none.</summary>
    [JsonIgnore]
    public ReshapeChain Chain { get; init; } = ReshapeChain.Empty;

    /// <inheritdoc/>
    public bool Equals(CollectionShape? other) =>
        other is not null && Name == other.Name && Declared == other.Declared && Shape == other.Shape && StampField == other.StampField && Indexes.Equals(other.Indexes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Declared, Shape, StampField, Indexes);

    /// <summary>The indexes in ordinal order of their names.</summary>
    public ValueList<DocumentIndexShape> Indexes
    {
        get => _indexes;
        init => _indexes = value.OrderBy(static index => index.Name, StringComparer.Ordinal).ToValueList();
    }

    /// <summary>The index of that name, or null.</summary>
    public DocumentIndexShape? Index(string name) => Indexes.FirstOrDefault(index => index.Name == name);
}
