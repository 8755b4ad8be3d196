using DocMigrate.Keeping;

namespace DocMigrate.Engine.Keeping;

/// <summary>Which documents of the quarantine.</summary>
public sealed record QuarantineSelection
{
    /// <summary>Only of this store; null for all.</summary>
    public string? Store { get; init; }

    /// <summary>Only of this collection; null for all.</summary>
    public string? Collection { get; init; }

    /// <summary>Only these, by their <c>_id</c> as text; empty (the default) for all.</summary>
    public ValueList<string> Documents { get; init; } = [];

    /// <summary>Only those whose content is another since they were listed. Default false.</summary>
    public bool Edited { get; init; }

    internal bool Includes(QuarantinedDocument document) =>
        (Documents.Count == 0 || Documents.Contains(document.Document)) && (!Edited || document.Edited);
}
