using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Says what a field is, or that it is no more, without changing any document.</summary>
public sealed record DeclareFieldOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What the field is from now on; null (the default) when nothing expects it any more.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    public override bool TouchesDocuments => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() =>
        $"Declare field {Path}{OperationText.In(Collection)}{(Shape is null ? " gone" : "")}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeOperation? ReduceOn(ReshapeOperation next) => next switch
    {
        DeclareFieldOperation declare when declare.Path == Path => declare,
        AddFieldOperation add when add.Path == Path => add,
        _ => Removed(Path, next),
    };

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope) => ReshapeResult.Unchanged;

    internal override FieldShape Reshaped(FieldShape shape) => shape.Set(Path, Shape);

    internal override ReshapeOperation Undo(FieldShape? before) => this with { Shape = before?.Find(Path) };

    internal override void Validate()
    {
        Require(Path);
        Require(Where is null, "it changes no documents, and takes no filter");
    }
}
