using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>Renames a collection; its indexes keep their names.</summary>
public sealed record RenameCollectionOperation : DocumentOperation
{
    /// <summary>The new name.</summary>
    public required string To { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("rename", Collection, To);

    /// <inheritdoc/>
    public override string Describe() => $"Rename collection {Collection} to {To}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Changes(Collection), OperationTouch.Changes(To)];

    /// <inheritdoc/>
    public override Reduction Reduce(MigrationOperation next) => next switch
    {
        RenameCollectionOperation rename when rename.Collection == To =>
            rename.To == Collection ? Reduction.Nothing : Reduction.To(this with { To = rename.To }),
        DropCollectionOperation drop when drop.Collection == To => Reduction.To(drop with { Collection = Collection }),
        _ => base.Reduce(next),
    };

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state)
    {
        var schema = DocumentSchema.From(state);
        if (schema.Collection(To) is not null)
        {
            throw new StateException(
                DocumentErrors.CollectionExists, $"{Describe()}: '{To}' is there already.", "Choose another name, or drop that collection before.");
        }

        return schema.Collection(Collection) is { } known ? schema.Without(Collection).With(known with { Name = To }) : schema;
    }

    /// <inheritdoc/>
    public override MigrationOperation Reverse(IStoreState? before) => new RenameCollectionOperation { Collection = To, To = Collection };
}
