using DocMigrate.Specification.Documents;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

/// <summary>The table in <c>docs/stores/sqlite-json.md</c>.</summary>
public sealed class SqliteJsonFidelitySpecification : FidelityTests
{
    public override IReadOnlyList<string> Forms => SqliteJsonStores.Forms;

    protected override IReadOnlyList<FidelityCell> Cells { get; } =
    [
        FidelityCell.Normalised("1e2", "100.0"),
        FidelityCell.Normalised("1E-7", "1E-07"),
        FidelityCell.Normalised("12.50", "12.5"),
        FidelityCell.Kept("-0.0"),
        FidelityCell.Normalised("-0", "0"),
        FidelityCell.Kept("9223372036854775807"),
        Unreadable("18446744073709551616"),
        Unreadable("1E400"),
        FidelityCell.Kept("""{"$numberLong":"5"}"""),
        FidelityCell.Normalised("""{"$numberInt":"5"}""", "5"),
        FidelityCell.Kept("""{"$numberDouble":"NaN"}"""),
        FidelityCell.Kept("""{"$numberDecimal":"1.50"}"""),
        Unreadable("""{"$oid":"short"}"""),
        FidelityCell.Kept("\"nul\\u0000in\""),
        FidelityCell.Normalised("\"\\u00e9\\/\"", "\"é/\""),
        Unreadable("\"half \\ud800\""),
        FidelityCell.Kept("""{"b":2,"a":{"d":1,"cc":2}}"""),
        FidelityCell.Kept("[2,1,1,null]"),
        Unreadable("""{"x":1,"x":2}"""),
    ];

    protected override Task<DocumentStoreHarness> OpenAsync(string form) => SqliteJsonStores.OpenAsync(form);

    /// <summary>The server moves it; nobody else touches it.</summary>
    private static FidelityCell Unreadable(string text) => new(text, text, null, text, null);
}
