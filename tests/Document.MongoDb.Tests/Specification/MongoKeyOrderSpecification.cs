using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoKeyOrderSpecification(StandInServers servers) : KeyOrderTests
{
    protected override int Cases => 60;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    /// <summary>MongoDB has <c>_id</c> first, whatever is written (https://www.mongodb.com/docs/manual/core/document/#document-field-order), and values, not texts.</summary>
    protected override string Stored(string document)
    {
        var fields = RawText.TryWrite(document)!.Elements().OrderBy(static field => field.Key != "_id");
        return RawText.Read(BsonWriter.ToRaw(new JObject(fields.Select(static field => new JProperty(field.Key, new JRaw(field.Value))))));
    }
}
