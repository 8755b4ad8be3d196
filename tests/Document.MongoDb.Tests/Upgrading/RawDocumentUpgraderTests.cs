using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.MongoDb.Upgrading;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Upgrading;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Upgrading;

public sealed class RawDocumentUpgraderTests(StandInServers servers)
{
    private static readonly MigrationOperation[] s_code =
    [
        new CreateCollectionOperation { Collection = "people", Shape = FieldShape.Object(static s => s.Field("_id", FieldShape.String).Field("name", FieldShape.String)) },
        new VersionCollectionOperation { Collection = "people", Field = "_v" },
        new RenameFieldOperation { Collection = "people", From = "name", To = "fullName" },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RawDocumentUpgrader Upgrader(params MigrationOperation[] applied) =>
        new(DocumentUpgrader.Create(new StoreOperations([.. s_code], [.. s_code, .. applied]), "people"));

    private static RawDocument Raw(string json) => BsonWriter.ToRaw(DocumentReader.Read(json));

    private static string Text(RawDocument document) => DocumentWriter.Write(document.Decode());

    [Fact]
    public void A_current_document_is_the_bytes_that_were_given_and_is_not_decoded()
    {
        var upgrader = Upgrader();

        // Two fields of one name: in memory it could not be held.
        var bytes = BsonWriter.Write(DocumentReader.Read($$"""{"_id":"a","_v":"{{upgrader.Upgrader.Stamp}}","x":1,"y":2}"""));
        bytes[^7] = (byte)'x';
        var document = new RawDocument(bytes);
        Assert.Throws<DataException>(() => document.Decode());

        var upgraded = upgrader.Upgrade(document);

        Assert.Same(document, upgraded.Document);
        Assert.Equal(UpgradeDirection.None, upgraded.Direction);
    }

    [Fact]
    public void An_older_one_goes_up_and_what_is_not_touched_keeps_its_bytes()
    {
        var upgrader = Upgrader();

        var upgraded = upgrader.Upgrade(Raw("""{"_id":"a","name":"Ada","n":{"$numberDecimal":"1.50"},"l":{"$numberLong":"7"}}"""));

        Assert.Equal(UpgradeDirection.Up, upgraded.Direction);
        Assert.Equal("Ada", upgraded.Document["fullName"]!.AsString);
        Assert.Null(upgraded.Document["name"]);
        Assert.Equal(upgrader.Upgrader.Stamp, upgraded.Document["_v"]!.AsString);
        Assert.Equal(BsonType.Decimal128, upgraded.Document["n"]!.Type);
        Assert.Equal(BsonType.Int64, upgraded.Document["l"]!.Type);
        Assert.True(upgrader.IsCurrent(upgraded.Document));
    }

    [Fact]
    public void A_newer_one_goes_down_and_an_edit_goes_up_again()
    {
        var newer = new RenameFieldOperation { Collection = "people", From = "fullName", To = "label" };
        var stamp = DocumentUpgrader.Create(new StoreOperations([.. s_code, newer], [.. s_code, newer]), "people").Stamp;

        var upgraded = Upgrader(newer).Upgrade(Raw($$"""{"_id":"a","label":"Ada","_v":"{{stamp}}"}"""));

        Assert.Equal(UpgradeDirection.Down, upgraded.Direction);
        Assert.Equal("Ada", upgraded.Document["fullName"]!.AsString);
        var edited = upgraded.Document.Decode();
        edited["fullName"] = "Grace";
        var stored = upgraded.ToStored(BsonWriter.ToRaw(edited));
        Assert.Equal("Grace", stored["label"]!.AsString);
        Assert.Equal(stamp, stored["_v"]!.AsString);
    }

    [Fact]
    public async Task An_upgraded_document_is_written_back_unless_somebody_was_first()
    {
        var database = $"docmigrate_{Guid.NewGuid():N}"[..30];
        await using var transport = MongoTransport.Open(ConnectionString.Parse(await servers.UriAsync(isReplicaSet: true)));
        var (first, second) = (Raw("""{"_id":"a","name":"Ada"}"""), Raw("""{"_id":"b","name":"Grace"}"""));
        await RunAsync(Bodies.Of(("insert", "people"), ("documents", new JArray(new JRaw(first), new JRaw(Raw("""{"_id":"b","name":"Radia"}"""))))));
        var writeBack = MongoWriteBack.To(transport, database, "people");
        var upgrader = Upgrader();

        var written = await upgrader.UpgradeAsync(first, writeBack, Cancellation);
        var overtaken = await upgrader.UpgradeAsync(second, writeBack, Cancellation);
        var current = await upgrader.UpgradeAsync(written.Document, static (_, _, _) => throw new InvalidOperationException("It is current."), Cancellation);

        Assert.True(written.WrittenBack);
        Assert.False(overtaken.WrittenBack);
        Assert.False(current.WrittenBack);
        var stored = (await RunAsync(Bodies.Of(("find", "people"), ("sort", Bodies.Of(("_id", 1))))))["cursor"]!.AsDocument!["firstBatch"]!.AsArray!.Select(static value => Text(value.AsDocument!)).ToList();
        Assert.Equal([Text(written.Document), """{"_id":"b","name":"Radia"}"""], stored);
        await RunAsync(Bodies.Of(("dropDatabase", 1)));

        Task<RawDocument> RunAsync(JObject body) => transport.RunAsync(new MongoCommand { Database = database, Body = body }, Cancellation);
    }
}
