namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>Where a session's transaction is.</summary>
internal enum TransactionState
{
    None,
    Starting,
    InProgress,
    Committed,
    Aborted,
}
