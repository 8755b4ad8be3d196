namespace DocMigrate.Document.Operations;

/// <summary>What happens with a document that does not fit an operation.</summary>
public enum OnError
{
    /// <summary>The migration stops; nothing is written for what could be seen before. The default.</summary>
    Fail,

    /// <summary>The document stays wholly as it was, and is put on the quarantine list with the reason.</summary>
    Quarantine,

    /// <summary>The operation leaves that document as it is; the operations after it go on.</summary>
    Keep,
}
