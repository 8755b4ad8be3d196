using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Upgrading;

/// <summary>A document as the code expects it.</summary>
public sealed class UpgradedDocument
{
    private readonly Func<JObject, JObject>? _back;

    internal UpgradedDocument(JObject document, UpgradeDirection direction, Func<JObject, JObject>? back) => (Document, Direction, _back) = (document, direction, back);

    /// <summary>The document; the very one that was given where nothing was to be done.</summary>
    public JObject Document { get; }

    /// <summary>What was done.</summary>
    public UpgradeDirection Direction { get; }

    /// <summary>Whether it was written back. False where it was not to be, and where somebody had changed it meanwhile.</summary>
    public bool WrittenBack { get; internal init; }

    /// <summary>
    /// The document to store after an edit: of the version that it is stored in, so that saving never takes a newer one down. What the way down took away comes back.
    /// </summary>
    /// <param name="edited"><see cref="Document"/>, edited.</param>
    /// <returns>The edited document itself, unless the stored one is newer.</returns>
    /// <exception cref="DocumentUpgradeException">The edit does not fit the newer version.</exception>
    public JObject ToStored(JObject edited)
    {
        ArgumentNullException.ThrowIfNull(edited);
        return _back is null ? edited : _back(edited);
    }
}
