using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Brings back what the opposite direction kept, and does nothing else: a removed value where the path is still absent, a changed one where it still is what was put.</summary>
/// <remarks>Only the reverse of other operations makes it. With the path of the document itself it brings back whole documents.</remarks>
public sealed record RestoreFieldOperation : ReshapeOperation
{
    /// <summary>The field; <see cref="DocumentPath.Root"/> for whole documents.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>What the field is from now on; null (the default) when that is not known.</summary>
    public FieldShape? Shape { get; init; }

    /// <inheritdoc/>
    public override bool Disjoint => !Path.IsRoot;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => Path.IsRoot
        ? OperationText.Fragment("restore", Collection)
        : OperationText.Fragment("restore", Collection, OperationText.Name(Path));

    /// <inheritdoc/>
    public override string Describe() => Path.IsRoot
        ? $"Restore the documents{OperationText.In(Collection)}"
        : $"Restore field {Path}{OperationText.In(Collection)}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => LossClass.Lossless;

    internal override IEnumerable<DocumentPath> Paths => [Path];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope) => scope.KeptAt(Path) switch
    {
        null => ReshapeResult.Unchanged,
        var kept when Path.IsRoot => RestoreDocument(document, kept, scope),
        var kept when kept.PutHash is null => Add(document, kept.Taken!),
        var kept => Replace(document, kept),
    };

    internal static bool IsAsPut(JToken present, KeptValue? kept) => kept?.PutHash is { } hash && DocumentHash.Of(present) == hash;

    private static ReshapeResult RestoreDocument(JObject document, KeptValue kept, ReshapeScope scope)
    {
        if (!IsAsPut(document, kept))
        {
            return scope.Misfit(DocumentPath.Root, "it was changed since, and there is no code that takes the change back");
        }

        scope.Replacement = (JObject)kept.Taken!.DeepClone();
        return ReshapeResult.Changed;
    }

    private ReshapeResult Add(JObject document, JToken taken)
    {
        if (document.Subdocument(Path.Parent) is not { } parent || parent.Has(Path.Name))
        {
            return ReshapeResult.Unchanged;
        }

        parent.Add(Path.Name, taken.DeepClone());
        return ReshapeResult.Changed;
    }

    private ReshapeResult Replace(JObject document, KeptValue kept)
    {
        if (document.Find(Path) is not { } property || !IsAsPut(property.Value, kept))
        {
            return ReshapeResult.Unchanged;
        }

        if (kept.Taken is not { } taken)
        {
            property.Remove();
            return ReshapeResult.Changed;
        }

        property.Put(taken.DeepClone());
        return ReshapeResult.Changed;
    }

    internal override FieldShape Reshaped(FieldShape shape) => Shape is null ? shape : shape.Set(Path, Shape);

    internal override ReshapeOperation? Undo(FieldShape? before) =>
        Path.IsRoot ? null : new RemoveFieldOperation { Collection = Collection, Path = Path };
}
