using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Writes the stamp of a document, or takes it off. No migration declares it: it is the last operation of every pass over a collection whose documents bear stamps.</summary>
public sealed record StampDocumentsOperation : ReshapeOperation
{
    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>The stamp; null (the default) to take it off.</summary>
    public string? Stamp { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment("stamp", Collection);

    /// <inheritdoc/>
    public override string Describe() => Stamp is null ? $"Take off the stamps{OperationText.In(Collection)}" : $"Stamp documents{OperationText.In(Collection)} {Stamp}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [DocumentPath.Of(Field)];

    internal override bool MindsMarks => false;

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope) => Put(document, Field, Stamp) ? ReshapeResult.Changed : ReshapeResult.Unchanged;

    /// <summary>Writes a stamp, or takes it off.</summary>
    /// <returns>Whether the document had another one.</returns>
    internal static bool Put(JObject document, string field, string? stamp)
    {
        var property = document.Property(field, StringComparison.Ordinal);
        if (property?.Value is JValue { Value: string present } ? present == stamp : property is null && stamp is null)
        {
            return false;
        }

        if (stamp is null)
        {
            property!.Remove();
        }
        else if (property is null)
        {
            document.Add(field, new JValue(stamp));
        }
        else
        {
            property.Put(new JValue(stamp));
        }

        return true;
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape;

    internal override CollectionShape After(CollectionShape collection) => collection;

    // Going back, the pass that goes back writes the stamps of where it comes to.
    internal override ReshapeOperation? Undo(FieldShape? before) => null;
}
