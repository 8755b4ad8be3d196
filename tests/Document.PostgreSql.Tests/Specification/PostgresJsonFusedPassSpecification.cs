using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

/// <summary>Alone: the cases are those of a run in which nobody else writes, and whoever writes to the same server counts.</summary>
[Collection("alone")]
public sealed class PostgresJsonFusedPassSpecification(PostgresFixture postgres) : FusedPassTests
{
    protected override bool KeepsKeyOrder => false;

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);

    protected override bool Takes(ReshapeOperation operation) => JsonbText.CanHold(operation);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);

    protected override async Task<IReadOnlyList<string>> RecordsAsync(DocumentStoreHarness store, Direction direction)
    {
        var jsonb = (JsonbStore)store;
        var there = await jsonb.QueryAsync("SELECT 1 WHERE to_regclass('_docmigrate_quarantine') IS NOT NULL", static _ => true);
        return there.Count == 0 ? [] : await jsonb.QueryAsync(
            $"""
            SELECT concat_ws(' ', 'kept', name, operation, direction, document, path, taken, put_hash) COLLATE "C" AS line FROM _docmigrate_shadow JOIN _docmigrate_shadow_set ON id = set_id
            WHERE direction = '{direction}'
            UNION ALL
            SELECT concat_ws(' ', 'listed', name, operation, direction, document, first_operation, path, reason) COLLATE "C" FROM _docmigrate_quarantine
            WHERE direction = '{direction}'
            ORDER BY line
            """,
            static row => row.GetString(0));
    }
}
