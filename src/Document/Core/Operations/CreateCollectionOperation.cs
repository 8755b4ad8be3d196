using DocMigrate.Document.State;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Creates a collection. Going back drops it and keeps its documents aside.</summary>
public sealed record CreateCollectionOperation : DocumentOperation
{
    /// <summary>What its documents are; default: an object of which nothing is known.</summary>
    public FieldShape Shape { get; init; } = FieldShape.EmptyObject;

    /// <inheritdoc/>
    public override string Describe() => $"Create collection {Collection}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Lossless : LossClass.Shadowed;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Collection)];

    /// <inheritdoc/>
    /// <remarks>The collection has no documents yet, so reshaping them changes only what they are.</remarks>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        ReshapeOperation reshape and not VersionCollectionOperation when reshape.Collection == Collection => Reduction.To(this with { Shape = reshape.Reshape(Shape) }),
        RenameCollectionOperation rename when rename.Collection == Collection => Reduction.To(this with { Collection = rename.To }),
        DropCollectionOperation drop when drop.Collection == Collection => Reduction.Nothing,
        _ => base.Reduce(next),
    };

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state)
    {
        var schema = DocumentSchema.From(state);
        return schema.Collection(Collection) is null
            ? schema.With(new CollectionShape { Name = Collection, Shape = Shape })
            : throw new StateException(
                DocumentErrors.CollectionExists, $"{Describe()}: it is there already.", "Choose another name, or drop the collection before.");
    }

    /// <inheritdoc/>
    public override MigrationOperation Reverse(IStoreState? before) => new DropCollectionOperation { Collection = Collection };
}
