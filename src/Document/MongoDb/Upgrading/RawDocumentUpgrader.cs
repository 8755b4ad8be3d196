using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Upgrading;

namespace DocMigrate.Document.MongoDb.Upgrading;

/// <summary>
/// <see cref="DocumentUpgrader"/> over BSON: bytes in, bytes out. One that bears the current stamp is not decoded: it is the bytes that were given. Thread-safe.
/// </summary>
/// <param name="upgrader">The upgrader of the collection.</param>
public sealed class RawDocumentUpgrader(DocumentUpgrader upgrader)
{
    /// <summary>The upgrader of documents in memory.</summary>
    public DocumentUpgrader Upgrader => upgrader;

    /// <summary>Whether a document bears the stamp of the version that the code expects. Looks at its top-level fields up to the stamp.</summary>
    /// <exception cref="Errors.DataException">The bytes up to there are no BSON.</exception>
    public bool IsCurrent(RawDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return upgrader.StampField is { } field && document[field]?.AsString == upgrader.Stamp;
    }

    /// <summary>The document as the code expects it.</summary>
    /// <param name="document">The document as it is stored.</param>
    /// <exception cref="DocumentUpgradeException">It can't be brought to that version; <see cref="DocumentUpgradeException.Failure"/> says why.</exception>
    /// <exception cref="Errors.DataException">The bytes are no BSON, or a value in them has no exact form in memory, so that nothing can be done to the document.</exception>
    public UpgradedRawDocument Upgrade(RawDocument document)
    {
        if (IsCurrent(document))
        {
            return new UpgradedRawDocument(document, null);
        }

        var upgraded = upgrader.Upgrade(document.Decode());
        return new UpgradedRawDocument(upgraded.Direction == UpgradeDirection.None ? document : BsonWriter.ToRaw(upgraded.Document), upgraded);
    }

    /// <summary>The same, and writes a document back that was older.</summary>
    /// <param name="document">The document as it is stored.</param>
    /// <param name="writeBack">
    /// Stores the second document in the place of the first one if that is still what is stored, and says whether it was: <see cref="MongoWriteBack.To"/> gives one. Called for older
    /// documents only: a newer one is never written down.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DocumentUpgradeException">It can't be brought to that version.</exception>
    /// <exception cref="Errors.DataException">The bytes are no BSON, or a value in them has no exact form in memory.</exception>
    public async Task<UpgradedRawDocument> UpgradeAsync(
        RawDocument document, Func<RawDocument, RawDocument, CancellationToken, Task<bool>> writeBack, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writeBack);
        var upgraded = Upgrade(document);
        return upgraded.Direction == UpgradeDirection.Up
            ? upgraded.With(await writeBack(document, upgraded.Document, cancellationToken))
            : upgraded;
    }
}
