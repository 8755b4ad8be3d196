using System.Text.Json.Serialization;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
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
        base.Equals(other) && Name == other.Name && KeepOriginal == other.KeepOriginal && Code == other.Code && HasReverse == other.HasReverse;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, KeepOriginal, Code, HasReverse);

    internal override FieldShape Reshape(FieldShape shape) => shape;

    internal override ReshapeOperation? ReverseOn(FieldShape? before) => (HasReverse, KeepOriginal, Backward) switch
    {
        (true, false, _) or (true, _, not null) => this with { Forward = Backward, Backward = Forward },
        (_, true, _) => new RestoreFieldOperation { Collection = Collection, Path = DocumentPath.Root, OnError = OnError.Quarantine },
        _ => null,
    };

    internal override void Validate() => Require(!string.IsNullOrWhiteSpace(Name), "it has no name");
}
