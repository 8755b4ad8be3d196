using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Upgrading;

namespace DocMigrate.Document.MongoDb.Upgrading;

/// <summary>A BSON document as the code expects it.</summary>
public sealed class UpgradedRawDocument
{
    private readonly UpgradedDocument? _upgraded;

    internal UpgradedRawDocument(RawDocument document, UpgradedDocument? upgraded) => (Document, _upgraded) = (document, upgraded);

    /// <summary>The document; the very bytes that were given where nothing was to be done.</summary>
    public RawDocument Document { get; }

    /// <summary>What was done.</summary>
    public UpgradeDirection Direction => _upgraded?.Direction ?? UpgradeDirection.None;

    /// <summary>Whether it was written back. False where it was not to be, and where somebody had changed it meanwhile.</summary>
    public bool WrittenBack { get; internal init; }

    /// <summary>The document to store after an edit, as <see cref="UpgradedDocument.ToStored"/>.</summary>
    /// <param name="edited"><see cref="Document"/>, edited.</param>
    /// <returns>The edited document itself, unless the stored one is newer.</returns>
    /// <exception cref="DocumentUpgradeException">The edit does not fit the newer version.</exception>
    /// <exception cref="Errors.DataException">The bytes are no BSON, or a value in them has no exact form in memory.</exception>
    public RawDocument ToStored(RawDocument edited)
    {
        ArgumentNullException.ThrowIfNull(edited);
        return Direction == UpgradeDirection.Down ? BsonWriter.ToRaw(_upgraded!.ToStored(edited.Decode())) : edited;
    }

    internal UpgradedRawDocument With(bool writtenBack) => new(Document, _upgraded) { WrittenBack = writtenBack };
}
