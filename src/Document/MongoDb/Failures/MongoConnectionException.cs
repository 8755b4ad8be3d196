using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>
/// No connection, or none any more: no server in time (DM6210), a refused certificate (DM6211), a lost connection (DM6213), no answer in time (DM6214), bytes
/// that are not MongoDB's protocol (DM6215). After the last three it is not known if the command was done.
/// </summary>
public sealed class MongoConnectionException : MongoException
{
    internal MongoConnectionException(ErrorCode code, ServerAddress? address, string message, string remedy, Exception? innerException = null)
        : base(code, message, remedy, innerException: innerException) => Address = address;

    /// <summary>The server; null when it is about all of them.</summary>
    public ServerAddress? Address { get; }

    /// <summary>Whether the server merely did not answer in time.</summary>
    public bool IsTimeout => Code == MongoErrors.NoAnswerInTime;
}
