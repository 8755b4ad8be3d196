using DocMigrate.Document.Reshaping;

namespace DocMigrate.Document.Passes;

/// <summary>What was worked out before is to be written of a document.</summary>
/// <param name="Changes">Whether it changes; else only what is kept of it does.</param>
/// <param name="Set">The top-level fields that are to be set.</param>
/// <param name="Removed">The names of the top-level fields that are to be removed.</param>
/// <param name="Kept">As <see cref="ReshapedDocument.Kept"/>.</param>
public sealed record ReplayedDocument(
    bool Changes, IReadOnlyList<ChangedField> Set, IReadOnlyList<string> Removed, IReadOnlyList<IReadOnlyList<KeptValue>?> Kept);
