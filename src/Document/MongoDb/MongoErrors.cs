using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb;

/// <summary>The codes of errors of BSON, of connections to MongoDB and of its commands.</summary>
public static class MongoErrors
{
    /// <summary>Bytes are no BSON document.</summary>
    public static ErrorCode DamagedBson { get; } = new("DM6200", "Damaged BSON");

    /// <summary>A BSON value has no exact form in memory.</summary>
    public static ErrorCode InexactValue { get; } = new("DM6201", "A BSON value that can't be held exactly");

    /// <summary>A value in memory has no form in BSON.</summary>
    public static ErrorCode NotStorable { get; } = new("DM6202", "A value that BSON can't hold");

    /// <summary>The connection string can't be read.</summary>
    public static ErrorCode InvalidConnectionString { get; } = new("DM6203", "The MongoDB connection string can't be read");

    /// <summary>The connection string is <c>mongodb+srv</c>.</summary>
    public static ErrorCode SrvNotSupported { get; } = new("DM6204", "mongodb+srv is not resolved");

    /// <summary>The connection string asks for what the client does not do.</summary>
    public static ErrorCode OptionNotSupported { get; } = new("DM6205", "A MongoDB option that is not supported");

    /// <summary>A file of certificates or keys can't be read.</summary>
    public static ErrorCode CertificateFile { get; } = new("DM6206", "A certificate file can't be used");

    /// <summary>No server that can do what is asked answers.</summary>
    public static ErrorCode NoServer { get; } = new("DM6210", "No MongoDB server can be reached");

    /// <summary>The certificate of the server, or ours, was refused.</summary>
    public static ErrorCode TlsRefused { get; } = new("DM6211", "The TLS connection to MongoDB was refused");

    /// <summary>User, password or certificate are not accepted.</summary>
    public static ErrorCode AuthenticationFailed { get; } = new("DM6212", "MongoDB did not let the user in");

    /// <summary>The connection broke before the answer was there.</summary>
    public static ErrorCode ConnectionLost { get; } = new("DM6213", "The connection to MongoDB was lost");

    /// <summary>The server is there, and did not answer.</summary>
    public static ErrorCode NoAnswerInTime { get; } = new("DM6214", "MongoDB did not answer in time");

    /// <summary>Bytes of a server are no messages of MongoDB.</summary>
    public static ErrorCode NotTheProtocol { get; } = new("DM6215", "Not the protocol of MongoDB");

    /// <summary>The server is too old or too new.</summary>
    public static ErrorCode IncompatibleServer { get; } = new("DM6216", "A MongoDB server of an unsuitable version");

    /// <summary>A message would exceed the limits of the server.</summary>
    public static ErrorCode MessageTooLarge { get; } = new("DM6217", "A command is larger than the server allows");

    /// <summary>The server answered with an error.</summary>
    public static ErrorCode CommandRefused { get; } = new("DM6220", "MongoDB refused a command");

    /// <summary>Single writes failed, or were not confirmed by enough members.</summary>
    public static ErrorCode WritesRefused { get; } = new("DM6221", "MongoDB refused or did not confirm writes");

    /// <summary>The server has no sessions or no transactions.</summary>
    public static ErrorCode NotOfferedByServer { get; } = new("DM6222", "The MongoDB server lacks what is needed");

    /// <summary>A store's settings name no database, or one that can't be.</summary>
    public static ErrorCode NoDatabaseNamed { get; } = new("DM6223", "A MongoDB store without a database");

    /// <summary>A setting of a store can't be used.</summary>
    public static ErrorCode BadSetting { get; } = new("DM6224", "A setting of a MongoDB store that can't be used");

    /// <summary>A newer version of DocMigrate wrote the history.</summary>
    public static ErrorCode NewerFormat { get; } = new("DM6225", "The history in MongoDB is of a newer version");

    /// <summary>The lease of the lock ended without being renewed.</summary>
    public static ErrorCode LeaseLost { get; } = new("DM6226", "The lease of the lock is over");

    /// <summary>A transaction was to be committed, and no server says what became of it.</summary>
    public static ErrorCode OutcomeUnknown { get; } = new("DM6227", "Whether a MongoDB transaction was committed is not known");

    /// <summary>The settings ask for transactions, and the server has none.</summary>
    public static ErrorCode TransactionsMissing { get; } = new("DM6228", "The MongoDB server has no transactions");

    /// <summary>Others changed what a transaction had written, so that it can't be done again as it was.</summary>
    public static ErrorCode InTheWay { get; } = new("DM6229", "Others wrote to the same documents of MongoDB");

    /// <summary>The fence can't be raised: a transaction of the earlier holder does not end.</summary>
    public static ErrorCode FenceBusy { get; } = new("DM6230", "A transaction in MongoDB does not end");

    /// <summary>A collection that a migration works on is not there.</summary>
    public static ErrorCode CollectionMissing { get; } = new("DM6265", "A MongoDB collection is missing");

    /// <summary>There is something of the name that a collection is to get.</summary>
    public static ErrorCode CollectionInTheWay { get; } = new("DM6266", "A MongoDB collection is in the way");

    /// <summary>Something of that name is there, and is no collection whose documents can be changed.</summary>
    public static ErrorCode NotACollection { get; } = new("DM6267", "Not a MongoDB collection that can be reshaped");

    /// <summary>MongoDB has no index on such a path.</summary>
    public static ErrorCode PathNotIndexable { get; } = new("DM6268", "A path that MongoDB can't index");

    /// <summary>Documents have equal values under a unique index.</summary>
    public static ErrorCode NotUnique { get; } = new("DM6269", "MongoDB documents have equal values");

    /// <summary>The server is older than what operations are compiled for.</summary>
    public static ErrorCode OldServer { get; } = new("DM6271", "A MongoDB server older than 5.0");

    /// <summary>The documents of a capped collection are to be reshaped.</summary>
    public static ErrorCode CappedCollection { get; } = new("DM6281", "A capped collection can't be reshaped");

    /// <summary>A time series is to be reshaped, or moved.</summary>
    public static ErrorCode TimeSeries { get; } = new("DM6282", "A MongoDB time series can't be reshaped");

    /// <summary>There is no room to put aside what documents would have under unique indexes.</summary>
    public static ErrorCode NoRoomForKeys { get; } = new("DM6280", "No room for what is under unique indexes");
}
