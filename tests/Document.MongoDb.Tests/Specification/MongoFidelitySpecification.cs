using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Specification.Documents;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

/// <summary>The table in <c>docs/stores/mongodb.md</c>. An application stores values, not texts: what two texts of a value have in common is kept.</summary>
public sealed class MongoFidelitySpecification(StandInServers servers) : FidelityTests
{
    protected override IReadOnlyList<FidelityCell> Cells { get; } =
    [
        Value("1e2", "100.0"),
        Value("1E-7", "1E-07"),
        Value("12.50", "12.5"),
        FidelityCell.Kept("-0.0"),
        Value("-0", "0"),
        FidelityCell.Kept("9223372036854775807"),
        None("18446744073709551616"),
        None("1E400"),
        None("""{"$oid":"short"}"""),
        None("\"half \\ud800\""),
        FidelityCell.Kept("""{"$numberLong":"5"}"""),
        Value("""{"$numberInt":"5"}""", "5"),
        FidelityCell.Kept("""{"$numberDouble":"NaN"}"""),
        FidelityCell.Kept("""{"$numberDecimal":"1.50"}"""),
        FidelityCell.Kept("\"nul\\u0000in\""),
        Value("\"\\u00e9\\/\"", "\"é/\""),
        FidelityCell.Kept("""{"b":2,"a":{"d":1,"cc":2}}"""),
        FidelityCell.Kept("[2,1,1,null]"),
        None("""{"x":1,"x":2}"""),
    ];

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    /// <summary>BSON has no such value, or the stand-in changes no such document.</summary>
    private static FidelityCell None(string text) => new(text, null, null, null, null);

    private static FidelityCell Value(string text, string value) => new(text, value, value, value, value);
}
