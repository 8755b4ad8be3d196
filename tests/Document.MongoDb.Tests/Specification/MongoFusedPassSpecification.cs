using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

public sealed class MongoFusedPassSpecification(StandInServers servers) : FusedPassTests
{
    protected override int Cases => 15;

    protected override bool MissingValuesAreDistinct => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    protected override Task<IReadOnlyList<string>> RecordsAsync(DocumentStoreHarness store, Direction direction) => ((MongoStore)store).RecordsAsync(direction);
}
