using System.Diagnostics;
using System.Text.Json.Serialization;
using DocMigrate.Operations;

namespace DocMigrate.Document.Operations;

/// <summary>An operation on a document store.</summary>
[DebuggerDisplay("{Describe(),nq}")]
public abstract record DocumentOperation : MigrationOperation
{
    /// <summary>The collection; empty in an operation inside a <see cref="ForEachOperation"/>, which has its own.</summary>
    public required string Collection { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string NameFragment => OperationText.Fragment(Collection);
}
