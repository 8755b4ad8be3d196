namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>What servers and drivers call errors that may be tried again.</summary>
public static class ErrorLabel
{
    /// <summary>The whole transaction may be tried again: nothing of it was done.</summary>
    public const string TransientTransaction = "TransientTransactionError";

    /// <summary>It is not known if the transaction was committed; the commit may be sent again.</summary>
    public const string UnknownCommitResult = "UnknownTransactionCommitResult";

    /// <summary>The write may be sent once more under the same number.</summary>
    public const string RetryableWrite = "RetryableWriteError";

    /// <summary>The second try of a write did nothing, so that the first one's error is the one that counts.</summary>
    public const string NoWritesPerformed = "NoWritesPerformed";
}
