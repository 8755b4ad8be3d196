using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public class MongoHardCases(StandInServers servers) : HardCases
{
    protected override IReadOnlyDictionary<int, string> NotApplicable { get; } = new Dictionary<int, string>
    {
        [8] = "MongoDB refuses a document of more than 16 MB, and the pass stops there",
        [10] = "the stand-in has no shards",
    };

    protected override MigrationOperation? Unavailable { get; } = new CreateDocumentIndexOperation { Collection = Collection, Name = "literal", Paths = [DocumentPath.Of("a.b")] };

    protected override int DeepestObject => 90;

    protected override bool MissingValuesAreDistinct => false;

    protected override bool ShortStepsAreWhole => false;

    /// <summary>Whether the server has transactions. Default true.</summary>
    protected virtual bool IsReplicaSet => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers, IsReplicaSet);
}
