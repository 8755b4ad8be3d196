using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>What a pipeline made of a document.</summary>
public sealed record ReshapeOutcome
{
    /// <summary>The new document; the given one itself when nothing changed or it does not fit.</summary>
    public required JObject Document { get; init; }

    /// <summary>Whether the new document differs from the given one.</summary>
    public required bool Changed { get; init; }

    /// <summary>For each operation of the pipeline what it keeps, in order; all empty when the document does not fit.</summary>
    public required IReadOnlyList<IReadOnlyList<KeptValue>> Kept { get; init; }

    /// <summary>What each operation did, in order; as many as were come to when the document does not fit. Under a policy to keep, what does not fit is a misfit here too.</summary>
    public required IReadOnlyList<ReshapeResult> Results { get; init; }

    /// <summary>What does not fit and was left as it is, as the policy says; null, the default, when there is nothing.</summary>
    public IReadOnlyList<Misfit>? Left { get; init; }

    /// <summary>Why the document does not fit; null when it does.</summary>
    public Misfit? Misfit { get; init; }
}
