using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public class MongoFusedPassSpecification(StandInServers servers) : FusedPassTests
{
    protected override int Cases => 15;

    protected override bool MissingValuesAreDistinct => false;

    /// <summary>Whether the server has transactions. Default true.</summary>
    protected virtual bool IsReplicaSet => true;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers, IsReplicaSet);

    protected override Task<IReadOnlyList<string>> RecordsAsync(DocumentStoreHarness store, Direction direction) => ((MongoStore)store).RecordsAsync(direction);
}
