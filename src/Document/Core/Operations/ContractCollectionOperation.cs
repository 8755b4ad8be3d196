using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Operations;

/// <summary>
/// Says that from here on the old shape of a collection goes: the second half of a parallel change (expand, migrate, contract). Changes nothing itself; it is refused while
/// documents of the collection are in quarantine or late.
/// </summary>
public sealed record ContractCollectionOperation : DocumentOperation
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("contract", Collection);

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool Tightens => true;

    /// <inheritdoc/>
    public override string Describe() => $"Contract {Collection}: refused while documents of it are in quarantine or late";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    /// <inheritdoc/>
    public override ValueList<OperationTouch> Touches() => [OperationTouch.Needs(Collection)];

    /// <inheritdoc/>
    public override IStoreState Apply(IStoreState? state) => DocumentSchema.From(state);

    /// <inheritdoc/>
    public override MigrationOperation Reverse(IStoreState? before) => this;

    /// <inheritdoc/>
    public override bool IsElidable() => true;
}
