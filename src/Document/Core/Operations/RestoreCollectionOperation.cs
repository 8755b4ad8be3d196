using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Brings back a dropped collection, its documents and its indexes. Only the reverse of <see cref="DropCollectionOperation"/> makes it.</summary>
public sealed record RestoreCollectionOperation : DocumentOperation
{
    /// <summary>The collection as it was.</summary>
    public required CollectionShape Shape { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("restore", Collection);

    /// <inheritdoc/>
    public override string Describe() => $"Restore collection {Collection}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Collection)];

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state)
    {
        var schema = DocumentSchema.From(state);
        return schema.Collection(Collection) is null
            ? Shape.Declared || Shape.Indexes.Count > 0 ? schema.With(Shape) : schema
            : throw new StateException(
                DocumentErrors.CollectionExists, $"{Describe()}: it is there already.", "Drop or rename the collection of that name first.");
    }

    /// <inheritdoc/>
    public override MigrationOperation Reverse(IStoreState? before) => new DropCollectionOperation { Collection = Collection };
}
