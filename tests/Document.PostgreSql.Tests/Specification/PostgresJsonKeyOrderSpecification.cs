using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

public sealed class PostgresJsonKeyOrderSpecification(PostgresFixture postgres) : KeyOrderTests
{
    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);
}
