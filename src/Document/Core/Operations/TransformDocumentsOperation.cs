using System.Text.Json.Serialization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Operations;

/// <summary>Runs C# code over each document. Compared by everything but the code itself, which can't be serialised.</summary>
public sealed record TransformDocumentsOperation : ReshapeOperation
{
    /// <summary>What it is called in plans and errors.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a document that it changes is kept aside, so that it can be restored without code. Default false.</summary>
    public bool KeepOriginal { get; init; }

    /// <summary>The source text of the code, without comments and with single spaces; null when not known.</summary>
    public string? Code { get; init; }

    /// <summary>Whether there is code for the way back.</summary>
    public bool HasReverse { get; init; }

    /// <summary>Whether <c>squashmigrations</c> leaves it out, because only a store that has documents already needs it. Default false.</summary>
    public bool Elidable { get; init; }

    /// <summary>The code; null for an operation that was read from the ledger. May change the document that it gets and return it; never returns null.</summary>
    [JsonIgnore]
    public Func<JObject, JObject>? Forward { get; init; }

    /// <summary>The code of the way back; null when there is none, or the operation was read from the ledger.</summary>
    [JsonIgnore]
    public Func<JObject, JObject>? Backward { get; init; }

    /// <summary>Whether the code is missing, so that running it would fail.</summary>
    [JsonIgnore]
    public bool CodeMissing => Forward is null;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? MissingCode => CodeMissing ? Name : null;

    /// <inheritdoc/>
    public override bool Disjoint => false;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Name);

    /// <inheritdoc/>
    public override string Describe() => $"Transform documents{OperationText.In(Collection)} by {Name}";

    /// <inheritdoc/>
    public override LossClass Loss(Direction direction) => !HasReverse && !KeepOriginal
        ? LossClass.Irreversible
        : KeepOriginal && (direction == Direction.Forward || HasReverse) ? LossClass.Shadowed : LossClass.Lossless;

    /// <inheritdoc/>
    public bool Equals(TransformDocumentsOperation? other) =>
        base.Equals(other) && Name == other.Name && KeepOriginal == other.KeepOriginal && Code == other.Code && HasReverse == other.HasReverse
        && Elidable == other.Elidable;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, KeepOriginal, Code, HasReverse);

    /// <inheritdoc/>
    public override bool IsElidable() => Elidable;

    internal override IEnumerable<DocumentPath> Paths => [DocumentPath.Root];

    internal override ReshapeResult ApplyTo(JObject document, ReshapeScope scope)
    {
        if (scope.KeptAt(DocumentPath.Root) is { } kept && RestoreFieldOperation.IsAsPut(document, kept))
        {
            scope.Replacement = (JObject)kept.Taken!.DeepClone();
            return ReshapeResult.Changed;
        }

        var wide = HasWideInteger(document);
        var before = scope.Before ?? (scope.Checks && OnError != OnError.Keep && !wide ? null : new TreePreImage((JObject)document.DeepClone()));
        var result = Run(document, wide ? before!.Read() : null, out var reason);
        if (before is null)
        {
            scope.Replacement = result;
            return result is null ? scope.Misfit(DocumentPath.Root, reason!) : ReshapeResult.Changed;
        }

        // The code may have changed what it was given.
        scope.Replacement = result ?? before.Read();
        if (result is null)
        {
            return scope.Misfit(DocumentPath.Root, reason!);
        }

        if (before.IsSame(result))
        {
            return ReshapeResult.Unchanged;
        }

        if (KeepOriginal)
        {
            scope.Keep(DocumentPath.Root, before.Read(), result);
        }

        return ReshapeResult.Changed;
    }

    /// <summary>Whether the widths of integers before the code matter for those after it.</summary>
    private static bool HasWideInteger(JToken value)
    {
        if (value is not IList<JToken> inner)
        {
            return value is JValue { Value: long };
        }

        for (var i = 0; i < inner.Count; i++)
        {
            if (HasWideInteger(inner[i] is JProperty property ? property.Value : inner[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the code makes of a document.</summary>
    /// <param name="document">Given to the code, which may change it.</param>
    /// <param name="original">The same, not to be changed; null when it has no integer of 64 bits.</param>
    /// <param name="reason">Why there is nothing; null when there is.</param>
    private JObject? Run(JObject document, JObject? original, out string? reason)
    {
        var code = Forward ?? throw new DataException(
            DocumentErrors.TransformCodeMissing,
            $"{Describe()}: its code is not there; the history has only its name.",
            "Bring back the revision of the project that has the migration, and run it from there.");
        reason = null;
        try
        {
            if (code(document) is { } result)
            {
                // Another object may be one that the code gives back again and again.
                return (JObject)(ReferenceEquals(result, document) ? DocumentNormalizer.NormalizeOwn(result, original) : DocumentNormalizer.Normalize(result, original));
            }

            reason = "the code returned null";
        }
        catch (DataException error)
        {
            reason = error.Message;
        }
        catch (Exception error) when (error is not OperationCanceledException and not OutOfMemoryException)
        {
            // Whatever a user's code throws about one document is that document's misfit; the policy decides what follows.
            reason = $"the code threw {error.GetType().Name}: {error.Message}";
        }

        return null;
    }

    // The code has put them where it wants them.
    internal override void Arrange(JObject before, JObject after)
    {
    }

    internal override FieldShape Reshaped(FieldShape shape) => shape;

    internal override ReshapeOperation? Undo(FieldShape? before) => (HasReverse, KeepOriginal, Backward) switch
    {
        (true, false, _) or (true, _, not null) => this with { Forward = Backward, Backward = Forward },
        (_, true, _) => new RestoreFieldOperation { Collection = Collection, Path = DocumentPath.Root, OnError = OnError.Quarantine },
        _ => null,
    };

    internal override void Validate() => Require(!string.IsNullOrWhiteSpace(Name), "it has no name");
}
