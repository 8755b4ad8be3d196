using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Says that each document of a collection bears a stamp from now on, or no longer. The stamps themselves are written with every pass over the collection, this one too.</summary>
/// <remarks>What a stamp is: <see cref="ReshapeChain.Stamp"/>. A field of the name that was there before is taken for a stamp, and written over.</remarks>
public sealed record VersionCollectionOperation : ReshapeOperation
{
    /// <summary>The field, at the top of the document; null (the default) for no stamps.</summary>
    public string? Field { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Field is null ? "unversion" : "version", Collection);

    /// <inheritdoc/>
    public override string Describe() => Field is null ? $"Take the stamps off the documents{OperationText.In(Collection)}" : $"Stamp the documents{OperationText.In(Collection)} in field {Field}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Warning => Field is null
        ? null
        : $"Every document of '{Collection}' gets the field '{Field}': strict readers (the C# driver of MongoDB throws on an element that it does not know) and validators must allow it before.";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [DocumentPath.Root];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope) => ReshapeResult.Unchanged;

    internal override FieldShape Reshaped(FieldShape shape) => shape;

    internal override CollectionShape After(CollectionShape collection) => collection with { StampField = Field };

    internal override ReshapeOperation Undo(FieldShape? before) => this with { Field = null };

    internal override ReshapeOperation ReverseIn(CollectionShape? before) => this with { Field = before?.StampField, Note = null };

    internal override void Validate()
    {
        Require(Field is null or { Length: > 0 }, "the field has no name");
        if (Field is not null)
        {
            RequireKey(Field);
            Require(Field != "_id", "the field is the document's key");
        }
    }
}
