namespace DocMigrate.Document.MongoDb.Transport;

/// <summary>What a command does, which decides if it may be sent a second time.</summary>
public enum CommandKind
{
    /// <summary>Neither of the others: sent once. <c>getMore</c>, <c>create</c>, <c>createIndexes</c>… are such.</summary>
    Other = 0,

    /// <summary>Reads only, and may be sent once more: <c>find</c>, <c>aggregate</c> without <c>$out</c> and <c>$merge</c>, <c>count</c>, <c>distinct</c>, <c>listIndexes</c>…</summary>
    Read,

    /// <summary>Writes to any number of documents; sent once, and acknowledged by a majority. <c>update</c> with <c>multi</c> is such.</summary>
    Write,

    /// <summary>Each of its writes is to one document: sent with a number by which the server knows it again, and so once more after a failure of network or primary.</summary>
    RetryableWrite,
}
