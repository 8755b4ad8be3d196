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
