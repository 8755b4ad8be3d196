using DocMigrate.Document.MongoDb.Tests.Servers;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Upgrading;
using DocMigrate.History;
using DocMigrate.Operations;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Driver;

namespace DocMigrate.Document.MongoDriver.Tests;

/// <summary>Classes of an application, read from documents of every version.</summary>
public sealed class UpgradingSerializerTests(ReplicaSetTests.Server server) : IClassFixture<ReplicaSetTests.Server>
{
    private static readonly MigrationOperation[] s_code =
    [
        new CreateCollectionOperation { Collection = "people", Shape = FieldShape.Object(static s => s.Field("_id", FieldShape.String).Field("name", FieldShape.String)) },
        new VersionCollectionOperation { Collection = "people", Field = "_v" },
        new RenameFieldOperation { Collection = "people", From = "name", To = "fullName" },
    ];

    private static readonly MigrationOperation s_newer = new RenameFieldOperation { Collection = "people", From = "fullName", To = "label" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DocumentUpgrader Upgrader(params MigrationOperation[] applied) => DocumentUpgrader.Create(new StoreOperations([.. s_code], [.. s_code, .. applied]), "people");

    [Fact]
    public async Task A_collection_reads_older_documents_and_writes_with_the_stamp()
    {
        Assert.SkipWhen(server.Lacks is not null, server.Lacks ?? "");
        BsonSerializer.RegisterSerializer(new UpgradingSerializer<Person>(Upgrader()));
        using var client = new MongoClient(Transports.SettingsOf(server.Uri));
        var database = client.GetDatabase($"docmigrate_{Guid.NewGuid():N}"[..30]);
        var stored = database.GetCollection<BsonDocument>("people");
        await stored.InsertOneAsync(new BsonDocument { ["_id"] = "a", ["name"] = "Ada" }, null, Cancellation);

        var people = database.GetCollection<Person>("people");
        var ada = await people.Find(static person => person.Id == "a").SingleAsync(Cancellation);
        ada.FullName = "Ada Lovelace";
        await people.ReplaceOneAsync(static person => person.Id == "a", ada, cancellationToken: Cancellation);
        await people.InsertOneAsync(new Person { Id = "b", FullName = "Grace" }, null, Cancellation);

        Assert.Equal(["Ada Lovelace", "Grace"], (await people.Find(static _ => true).SortBy(static person => person.Id).ToListAsync(Cancellation)).Select(static person => person.FullName));
        Assert.All(await stored.Find(new BsonDocument()).ToListAsync(Cancellation), static document => Assert.Equal(["_id", "fullName", "_v"], document.Names));
        await client.DropDatabaseAsync(database.DatabaseNamespace.DatabaseName, Cancellation);
    }

    [Fact]
    public void A_newer_document_is_refused_unless_it_is_only_read()
    {
        var stamp = DocumentUpgrader.Create(new StoreOperations([.. s_code, s_newer], [.. s_code, s_newer]), "people").Stamp;
        var document = new BsonDocument { ["_id"] = "a", ["label"] = "Ada", ["_v"] = stamp };

        var error = Assert.Throws<DocumentUpgradeException>(() => Read(document, readsNewer: false));

        Assert.Equal(UpgradeFailure.Newer, error.Failure);
        Assert.Equal("Ada", Read(document, readsNewer: true).FullName);
    }

    [Fact]
    public void A_class_that_has_the_stamp_gets_it()
    {
        var upgrader = Upgrader();
        using var reader = new MongoDB.Bson.IO.BsonBinaryReader(new MemoryStream(new BsonDocument { ["_id"] = "a", ["name"] = "Ada" }.ToBson()));

        var person = new UpgradingSerializer<StampedPerson>(upgrader).Deserialize(BsonDeserializationContext.CreateRoot(reader), new BsonDeserializationArgs { NominalType = typeof(StampedPerson) });

        Assert.Equal(("Ada", upgrader.Stamp), (person.FullName, person.Version));
    }

    private static Person Read(BsonDocument document, bool readsNewer)
    {
        using var reader = new MongoDB.Bson.IO.BsonBinaryReader(new MemoryStream(document.ToBson()));
        return new UpgradingSerializer<Person>(Upgrader(s_newer), readsNewer).Deserialize(BsonDeserializationContext.CreateRoot(reader), new BsonDeserializationArgs { NominalType = typeof(Person) });
    }

    private sealed class Person
    {
        [BsonId]
        public required string Id { get; set; }

        [BsonElement("fullName")]
        public string? FullName { get; set; }
    }

    private sealed class StampedPerson
    {
        [BsonId]
        public required string Id { get; set; }

        [BsonElement("fullName")]
        public string? FullName { get; set; }

        [BsonElement("_v")]
        public string? Version { get; set; }
    }
}
