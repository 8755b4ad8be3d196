using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Operations;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

public sealed class PostgresJsonHardCases(PostgresFixture postgres) : HardCases
{
    protected override bool KeepsKeyOrder => false;

    protected override IReadOnlyDictionary<int, string> NotApplicable { get; } = new Dictionary<int, string> { [10] = "a PostgreSQL database has no shards" };

    protected override MigrationOperation? Unavailable { get; } = new AddFieldOperation { Collection = Collection, Path = "a", Value = new JValue("nul\0in") };

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await JsonbStore.OpenAsync(postgres);

    protected override JToken? Held(JToken value) => JsonbStore.Held(value);

    /// <summary>The order of keys is none of jsonb's: as ids these are one.</summary>
    protected override bool HoldsId(string document) => !document.StartsWith("""{"_id":{"b":2,"a":1}""", StringComparison.Ordinal);
}
