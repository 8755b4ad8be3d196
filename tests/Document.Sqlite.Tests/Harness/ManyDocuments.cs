using System.Globalization;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>A collection that takes more than one chunk, server-side and in process.</summary>
internal static class ManyDocuments
{
    public const int Count = 12_000;

    /// <summary>A few of them, small: the others differ in numbers only.</summary>
    public static async Task FillManyAsync(this JsonStore store, int count = Count, bool binary = true)
    {
        await store.FillAsync(LifeCycle.Collection, [], binary);
        var function = binary ? "jsonb" : "json";
        await store.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {{count}})
            INSERT INTO docs (_id, document) SELECT i, {{function}}(printf('{"_id":%d,"n":0,"name":"First%d Last","price":"%d.50","rate":12.50,"e":1e2}', i, i, i)) FROM numbers
            """));
    }
}
