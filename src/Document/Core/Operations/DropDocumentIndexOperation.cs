using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Drops an index that a migration created.</summary>
public sealed record DropDocumentIndexOperation : DocumentOperation
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("drop", Name);

    /// <inheritdoc/>
    public override string Describe() => $"Drop index {Name} of {Collection}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    /// <remarks>What it is over, only the state knows: so it relies on the whole collection.</remarks>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Index(Collection, Name), OperationTouch.Needs(Collection)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        DropCollectionOperation drop when drop.Collection == Collection => Reduction.To(drop),
        _ => base.Reduce(next),
    };

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state)
    {
        var schema = DocumentSchema.From(state);
        if (schema.Collection(Collection) is { } collection && collection.Index(Name) is { } index)
        {
            var left = collection with { Indexes = collection.Indexes.Where(known => known != index).ToValueList() };
            return left.Declared || left.Indexes.Count > 0 ? schema.With(left) : schema.Without(Collection);
        }

        throw new StateException(
            DocumentErrors.UnknownIndex, $"{Describe()}: no migration created an index of that name.", "Correct the name: it is the one of CreateIndex.");
    }

    /// <inheritdoc/>
    public override MigrationOperation? Reverse(IStoreState? before) => DocumentSchema.From(before).Collection(Collection)?.Index(Name) is { } index
        ? new CreateDocumentIndexOperation { Collection = Collection, Name = Name, Paths = index.Paths, Unique = index.Unique, Options = index.Options }
        : null;
}
