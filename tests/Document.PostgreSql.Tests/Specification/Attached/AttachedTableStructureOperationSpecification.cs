using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification.Attached;

public sealed class AttachedTableStructureOperationSpecification(PostgresFixture postgres) : StructureOperationTests
{
    public override IReadOnlyList<string> Forms => ["jsonb", "json"];

    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres, attached: form);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);
}
