using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification.Attached;

public sealed class AttachedTablePassSpecification(PostgresFixture postgres) : PassTests
{
    public override IReadOnlyList<string> Forms => ["jsonb", "json"];

    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres, attached: form);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);

    public override async Task Says_that_a_collection_is_missing_and_does_nothing()
    {
        await using var store = await OpenAsync();

        var error = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Operations(static c => c.Rename("a", "b"))));

        Assert.Equal("DM6309", error.Code.Value);
        Assert.Contains("'docs'", error.Message, StringComparison.Ordinal);
        Assert.Empty(await store.CollectionsAsync());
    }

    [Fact]
    public async Task Forgets_which_documents_were_there_when_the_pass_is_done()
    {
        await using var store = await OpenAsync();
        store.ChunkSize = 1;
        await store.FillAsync(Collection, ["""{"_id":1,"n":1}""", """{"_id":2,"n":2}"""]);
        await store.ApplyAsync(Operations(static c => c.Convert("n", FieldType.String)));
        await store.RevertAsync();

        Assert.Equal([0], await ((JsonbStore)store).QueryAsync("SELECT count(*) FROM _docmigrate_snapshot", static row => row.GetInt64(0)));
    }
}
