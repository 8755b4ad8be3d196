using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Drops a collection and keeps its documents aside. One that no migration declared may be dropped too.</summary>
public sealed record DropCollectionOperation : DocumentOperation
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("drop", Collection);

    /// <inheritdoc/>
    public override string Describe() => $"Drop collection {Collection}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => direction == Direction.Forward ? LossClass.Shadowed : LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Collection)];

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state) => DocumentSchema.From(state).Without(Collection);

    /// <inheritdoc/>
    /// <remarks>The indexes that the collection had come back with it.</remarks>
    public override MigrationOperation Reverse(IStoreState? before) => new RestoreCollectionOperation
    {
        Collection = Collection, Shape = DocumentSchema.From(before).Collection(Collection) ?? new CollectionShape { Name = Collection, Declared = false },
    };
}
