using DocMigrate.Document.MongoDb.Connecting;

namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>The errors of connections, made in one place.</summary>
internal static class ConnectionFailure
{
    public static MongoConnectionException Lost(ServerAddress address, string what, Exception? cause = null) => new(
        MongoErrors.ConnectionLost,
        address,
        $"The connection to the MongoDB server {address} was lost: {what}.",
        "See the log of the server, and what is between it and this machine; then run it again.",
        cause);

    public static MongoConnectionException Unreachable(ServerAddress address, string what, Exception? cause = null) => new(
        MongoErrors.NoServer,
        address,
        $"The MongoDB server {address} can't be reached: {what}.",
        $"See that the server runs and listens there, and that nothing is in the way: mongosh 'mongodb://{address}'.",
        cause);

    public static MongoConnectionException Slow(ServerAddress address, string what, Exception? cause = null) => new(
        MongoErrors.NoAnswerInTime,
        address,
        $"The MongoDB server {address} {what} in time.",
        "See what the server is busy with (db.currentOp() in mongosh); raise connectTimeoutMS or socketTimeoutMS of the connection string if it is only far away.",
        cause);

    public static MongoConnectionException Protocol(ServerAddress address, string what, Exception? cause = null) => new(
        MongoErrors.NotTheProtocol,
        address,
        $"What {address} answered is not MongoDB's protocol: {what}.",
        "See that host and port are those of a MongoDB server, and whether it wants TLS (tls=true).",
        cause);

    public static MongoConnectionException Tls(ServerAddress address, string what, Exception? cause = null) => new(
        MongoErrors.TlsRefused,
        address,
        $"No safe connection to the MongoDB server {address}: {what}.",
        "Name the certificate authority with tlsCAFile, a client certificate with tlsCertificateKeyFile, and the host as the server's certificate has it.",
        cause);
}
