using System.Text.Json.Serialization;
using DocMigrate.Document.Expressions;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Replaces a field's values by a table. A missing field stays, and so do null and the results of the table where the table does not have them; another value becomes
/// <see cref="Otherwise"/>, or does not fit.
/// </summary>
/// <remarks>The way back is the table read from right to left; a value is kept aside exactly where that would not give it.</remarks>
public sealed record MapValuesOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>The table, one row or more; no value is in it twice.</summary>
    public required ValueList<ValueMapping> Table { get; init; }

    /// <summary>What other values become; JSON null makes them null. Null (the default): they do not fit.</summary>
    public JToken? Otherwise { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("map", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => $"Map {Table.Count} value{(Table.Count == 1 ? "" : "s")} of field {Path}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) =>
        Otherwise is null && Inverse.Count == Table.Count ? LossClass.Lossless : direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    /// <inheritdoc/>
    public bool Equals(MapValuesOperation? other) =>
        base.Equals(other) && Path.Equals(other.Path) && Table.Equals(other.Table) && DocumentEquality.Equals(Otherwise, other.Otherwise);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Path, Table);

    /// <summary>The table from right to left: where two rows have one result, the first counts.</summary>
    private ValueList<ValueMapping> Inverse
    {
        get
        {
            var rows = new List<ValueMapping>();
            foreach (var row in Table.Where(row => Find(rows, row.To) is null))
            {
                rows.Add(new ValueMapping(row.To, row.From));
            }

            return rows.ToValueList();
        }
    }

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => Removed(Path, next);

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (document.Find(Path) is not { } property)
        {
            return ReshapeResult.Unchanged;
        }

        var value = property.Value;
        if (scope.KeptAt(Path) is { } kept && RestoreFieldOperation.IsAsPut(value, kept))
        {
            property.Put(kept.Taken!.DeepClone());
            return ReshapeResult.Changed;
        }

        var inverse = Inverse;
        if (Find(Table, value) is not { } put)
        {
            if (value.IsNull() || Find(inverse, value) is not null)
            {
                return Find(inverse, value) is { } back && !DocumentEquality.Equals(back, value) ? scope.Mark(Path) : ReshapeResult.Unchanged;
            }

            if (Otherwise is null)
            {
                return scope.Misfit(Path, $"{value.Describe()} that is not in the table");
            }

            put = Otherwise;
        }

        if (!DocumentEquality.Equals(Find(inverse, put), value))
        {
            scope.Keep(Path, value, put);
        }

        if (DocumentEquality.Equals(put, value))
        {
            return ReshapeResult.Unchanged;
        }

        property.Put(put.DeepClone());
        return ReshapeResult.Changed;
    }

    private static JToken? Find(IReadOnlyList<ValueMapping> table, JToken value) => table.FirstOrDefault(row => ValueComparison.AreEqual(row.From, value))?.To;

    internal override FieldShape Reshaped(FieldShape shape)
    {
        if (shape.Find(Path) is not { } known)
        {
            return shape;
        }

        var results = Table.Select(static row => row.To);
        var shapes = (Otherwise is null ? results : results.Append(Otherwise)).Select(ShapeOf.Value).ToArray();
        var result = shapes.Where(static one => one is not { Scalar: Models.ScalarKind.Any, Kind: ShapeKind.Scalar }).DefaultIfEmpty(FieldShape.Any).Aggregate(FieldShape.Either);
        return shape.Set(Path, result with { Nullable = known.Nullable || shapes.Any(static one => one.Nullable) });
    }

    internal override ReshapeOperation Undo(FieldShape? before) => this with { Table = Inverse, Otherwise = null };

    internal override void Validate()
    {
        Require(Path);
        Require(Table.Count > 0, "the table is empty");
        for (var i = 0; i < Table.Count; i++)
        {
            Require(!Table.Take(i).Any(row => ValueComparison.AreEqual(row.From, Table[i].From)), "a value is in the table twice");
        }
    }
}
