using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

public sealed class SqliteJsonFusedPassSpecification : FusedPassTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    protected override async Task<IReadOnlyList<string>> RecordsAsync(DocumentStoreHarness store, Direction direction)
    {
        var there = await ((JsonStore)store).QueryAsync("SELECT 1 FROM sqlite_schema WHERE name = '_docmigrate_quarantine'", static _ => true);
        return there.Count == 0 ? [] : [.. (await AllAsync((JsonStore)store)).Where(row => row.Contains($" {direction} ", StringComparison.Ordinal))];
    }

    private static Task<List<string>> AllAsync(JsonStore store) => store.QueryAsync(
        """
        SELECT concat_ws(' ', 'kept', name, operation, direction, document, path, taken, put_hash) FROM _docmigrate_shadow JOIN _docmigrate_shadow_set ON id = set_id
        UNION ALL
        SELECT concat_ws(' ', 'listed', name, operation, direction, document, first_operation, path, reason) FROM _docmigrate_quarantine
        ORDER BY 1
        """,
        static row => row.GetString(0));
}
