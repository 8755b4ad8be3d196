using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>Steps that need every document to be where the history says: a unique index, and what comes after <c>Contract</c>. They are refused while documents are in quarantine or late.</summary>
public abstract class TighteningTests : DocumentSuite
{
    private static readonly string[] s_documents = [.. Enumerable.Range(1, 7).Select(static i => $$"""{"_id":{{i}},"n":{{i}},"age":{{(i == 5 ? "\"old\"" : $"\"{i}\"")}}}""")];

    [Fact]
    public async Task Refuses_a_unique_index_while_documents_are_in_quarantine()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        await project.MigrateAsync();
        project.Define("0002_other", static c => c.Add("flag", true));
        project.Define("0003_unique", static c => c.CreateIndex(["n"], unique: true));

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Equal("DM6660", error.Code.Value);
        Assert.Contains("'app.0003_unique' tightens the collection 'docs' of store 'docs' (Create unique index ix_docs_n on docs (n)), and 1 document is in quarantine (_id 5).", error.Message, StringComparison.Ordinal);
        Assert.Contains("docmigrate quarantine retry", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(["0001_age Applied", "0002_other Pending", "0003_unique Pending"], await project.StatusesAsync());

        // Mended documents are tried again by the run itself.
        await store.EditAsync(Collection, 5, """{"_id":5,"n":5,"age":"5"}""");
        await project.MigrateAsync();
        Assert.Equal(["ix_docs_n"], await store.IndexesAsync(Collection));
        await project.MigrateAsync("zero");
        Assert.Empty(await store.QuarantinedAsync());
    }

    [Fact]
    public async Task Refuses_what_contracts_while_a_migration_of_the_same_run_leaves_documents_in_quarantine()
    {
        await using var store = await FilledAsync();
        var project = new DocumentProject(store);
        project.Define("0001_age", static c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine));
        project.Define("0002_rename", static c => c.RenameCollection("people"));
        project.Define("0003_contract", static c => c.Contract().Remove("n"), "people");

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Contains("_id 5", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_age Applied", "0002_rename Applied", "0003_contract Pending"], await project.StatusesAsync());
        await store.DeleteAsync("people", 5);
        await project.MigrateAsync();
        await project.MigrateAsync("zero");
        await SameAsync(store, [.. s_documents.Where(static (_, i) => i != 4)]);
    }

    [Fact]
    public async Task Refuses_while_documents_are_late_and_only_on_their_collection()
    {
        await using var store = await FilledAsync();
        await store.FillAsync("others", s_documents);
        var project = new DocumentProject(store);
        project.Define("0001_count", static c => c.Transform("add one", static d => Add(d, 1), static d => Add(d, -1)));
        await project.StopAsync(1);
        await store.InsertAsync(Collection, """{"_id":8,"n":1,"age":"8"}""", """{"_id":9,"n":1,"age":"9"}""");
        await project.MigrateAsync();
        project.Define("0002_others", static c => c.Contract().CreateIndex(["n"], unique: true), "others");
        await project.MigrateAsync();
        project.Define("0003_contract", static c => c.Contract().Remove("age"));

        var error = await Assert.ThrowsAsync<DataException>(() => project.MigrateAsync());

        Assert.Contains("2 documents are late (for app.0001_count)", error.Message, StringComparison.Ordinal);
        Assert.Contains("docmigrate sweep", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("0003_contract Pending", (await project.StatusesAsync())[^1]);
        await project.MigrateAsync("zero");
    }

    private static JObject Add(JObject document, int by)
    {
        document["n"] = (int)document["n"]! + by;
        return document;
    }

    private async Task<DocumentStoreHarness> FilledAsync()
    {
        var store = await OpenAsync();
        store.ChunkSize = 3;
        await store.FillAsync(Collection, s_documents);
        return store;
    }
}
