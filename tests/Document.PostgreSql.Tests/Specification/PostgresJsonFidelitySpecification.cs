using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Tests;

namespace DocMigrate.Document.PostgreSql.Tests.Specification;

/// <summary>The table in <c>docs/stores/postgresql-jsonb.md</c>. jsonb prints a space after colons and commas.</summary>
public sealed class PostgresJsonFidelitySpecification(PostgresFixture postgres) : FidelityTests
{
    protected override bool KeepsKeyOrder => false;

    protected override IReadOnlyList<FidelityCell> Cells { get; } =
    [
        Stored("1e2", "100"),
        Stored("1E-7", "0.0000001"),
        FidelityCell.Normalised("12.50", "12.5"),
        Stored("-0.0", "0.0"),
        Stored("-0", "0"),
        FidelityCell.Kept("9223372036854775807"),
        Unreadable("18446744073709551616", "18446744073709551616"),
        Unreadable("1E400", "1" + new string('0', 400)),
        Stored("""{"$numberLong":"5"}""", """{"$numberLong": "5"}"""),
        Stored("""{"$numberInt":"5"}""", """{"$numberInt": "5"}""") with { Written = "5" },
        Stored("""{"$numberDouble":"NaN"}""", """{"$numberDouble": "NaN"}"""),
        Stored("""{"$numberDecimal":"1.50"}""", """{"$numberDecimal": "1.50"}"""),
        Unreadable("""{"$oid":"short"}""", """{"$oid": "short"}"""),
        Refused("\"nul\\u0000in\""),
        Stored("\"\\u00e9\\/\"", "\"é/\""),
        Refused("\"half \\ud800\""),
        Stored("""{"b":2,"a":{"d":1,"cc":2}}""", """{"a": {"d": 1, "cc": 2}, "b": 2}"""),
        Stored("[2,1,1,null]", "[2, 1, 1, null]"),
        Stored("""{"x":1,"x":2}""", """{"x": 2}"""),
    ];

    protected override async Task<DocumentStoreHarness> OpenAsync(string form)
    {
        var store = await JsonbStore.OpenAsync(postgres);
        store.StoresAsWritten = true;
        return store;
    }

    private static FidelityCell Stored(string text, string stored) => new(text, stored, stored, stored, stored);

    /// <summary>The server moves it; nobody else touches it.</summary>
    private static FidelityCell Unreadable(string text, string stored) => new(text, stored, null, stored, null);

    private static FidelityCell Refused(string text) => new(text, null, null, null, null);
}
