using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Specification;

/// <summary>The stores that the suites of the specification are run on.</summary>
internal static class SqliteJsonStores
{
    public static IReadOnlyList<string> Forms { get; } = ["binary", "text"];

    /// <summary>Collections that are attached to tables of somebody else's making.</summary>
    public static IReadOnlyList<string> Attached { get; } = ["attached"];

    public static Task<DocumentStoreHarness> OpenAsync(string form) =>
        Task.FromResult<DocumentStoreHarness>(new JsonStore(binary: form == "binary", attached: form == "attached"));
}
