using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

/// <summary>The stores that the suites of the specification are run on.</summary>
internal static class SqliteJsonStores
{
    public static IReadOnlyList<string> Forms { get; } = ["binary", "text"];

    public static Task<DocumentStoreHarness> OpenAsync(string form) => Task.FromResult<DocumentStoreHarness>(new JsonStore(binary: form == "binary"));
}
