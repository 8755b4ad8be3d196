using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

public sealed class PostgresJsonPolicySpecification(PostgresFixture postgres) : PolicyTests
{
    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);
}
