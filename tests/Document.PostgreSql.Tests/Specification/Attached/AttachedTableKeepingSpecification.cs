using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification.Attached;

public sealed class AttachedTableKeepingSpecification(PostgresFixture postgres) : KeepingTests
{
    public override IReadOnlyList<string> Forms => ["jsonb", "json"];

    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres, attached: form);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);

    public override async Task A_collection_that_was_dropped_can_be_purged()
    {
        await using var store = await OpenAsync();
        await store.FillAsync(Collection, ["""{"_id":1}"""]);
        var project = new DocumentProject(store);
        project.Define("0001_drop", static c => c.Drop());
        await project.MigrateAsync();
        await using var migrator = project.Open();

        Assert.Empty(await migrator.Shadow.ListAsync(null, Token));
        Assert.Single(await store.TextsAsync(Collection));
    }
}
