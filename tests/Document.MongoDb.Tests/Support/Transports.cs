using DocMigrate.Document.MongoDb.Transport;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>The transport that the suites in <c>Servers</c> are about. Those of <c>Document.MongoDriver.Tests</c> are the same files with another of these.</summary>
internal static class Transports
{
    public static IMongoTransport Open(string uri) => Commands.Open(uri);
}
