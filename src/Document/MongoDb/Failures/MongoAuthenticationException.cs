using DocMigrate.Document.MongoDb.Connecting;

namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>The server did not let the user in, or did not prove that it knows the user (DM6212).</summary>
public sealed class MongoAuthenticationException : MongoException
{
    internal MongoAuthenticationException(ServerAddress address, MongoCredential credential, string reason, Exception? innerException = null)
        : base(
            MongoErrors.AuthenticationFailed,
            $"The MongoDB server {address} did not let {credential} in: {reason}.",
            "Check the user, the password and authSource (the database that the user was created in) of the connection string.",
            innerException: innerException) => Address = address;

    /// <summary>The server.</summary>
    public ServerAddress Address { get; }
}
