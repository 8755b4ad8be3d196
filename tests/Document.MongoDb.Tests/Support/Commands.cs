using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.MongoDb.Tests.Support;

/// <summary>Short ways to send what tests send.</summary>
internal static class Commands
{
    public static MongoTransport Open(string uri) => MongoTransport.Open(ConnectionString.Parse(uri));

    public static MongoCommand Of(string json, CommandKind kind = CommandKind.Other, IMongoSession? session = null, string database = "shop") =>
        new() { Database = database, Body = DocumentReader.Read(json), Kind = kind, Session = session };

    public static Task<RawDocument> RunAsync(this IMongoTransport transport, string json, CommandKind kind = CommandKind.Other, IMongoSession? session = null) =>
        transport.RunAsync(Of(json, kind, session), TestContext.Current.CancellationToken);
}
