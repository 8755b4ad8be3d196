using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

public sealed class PostgresJsonValueOperationSpecification(PostgresFixture postgres) : ValueOperationTests
{
    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);
}
