using System.Security.Cryptography;
using System.Text;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Passes;

/// <summary>A document on the quarantine list.</summary>
public sealed record QuarantineEntry
{
    /// <summary>Its collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Its <see cref="PassDocument.Id"/>.</summary>
    public required object Document { get; init; }

    /// <summary>The migration that it does not fit.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>The direction in which it does not fit; the opposite one takes it off the list.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The authored place of that migration's first operation in the pass: the document was left as it was before that one.</summary>
    public required int FirstOperation { get; init; }

    /// <summary>The authored place of the operation that it does not fit.</summary>
    public required int Operation { get; init; }

    /// <summary>Where in the document; the root when it can't be read at all.</summary>
    public required DocumentPath Path { get; init; }

    /// <summary>Why: types and keys, never values.</summary>
    public required string Reason { get; init; }

    /// <summary>Tells an edited document from one that is as it was.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The <see cref="ContentHash"/> of a document's text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
