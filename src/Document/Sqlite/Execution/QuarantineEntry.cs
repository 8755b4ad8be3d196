using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>A document on the quarantine list.</summary>
internal sealed record QuarantineEntry
{
    public required string Collection { get; init; }

    /// <summary>The document's <c>_id</c> as the table has it.</summary>
    public required object Document { get; init; }

    public required MigrationId Migration { get; init; }

    /// <summary>The direction in which it does not fit; the opposite one takes it off the list.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The authored place of the first operation of the pass: the document was left as it was before that one.</summary>
    public required int FirstOperation { get; init; }

    /// <summary>The authored place of the operation that it does not fit.</summary>
    public required int Operation { get; init; }

    /// <summary>Where in the document; null when it can't be read at all.</summary>
    public required DocumentPath? Path { get; init; }

    public required string Reason { get; init; }

    /// <summary>Tells an edited document from one that is as it was.</summary>
    public required string ContentHash { get; init; }

    public required DateTimeOffset At { get; init; }
}
