using DocMigrate.Document.Building;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Harness;

/// <summary>What every operation has to stand: forth, back, and forth again. Nobody can forget the way back.</summary>
internal static class LifeCycle
{
    public const string Collection = "docs";

    /// <summary>The operations that an author would write on the collection.</summary>
    public static MigrationOperation[] Operations(Action<DocumentsBuilder> build, string collection = Collection)
    {
        var migration = new MigrationBuilder(new MigrationId("test", "0001_m"));
        migration.Documents("docs", collection, build);
        return [.. migration.ToDefinition().OperationsOn("docs")];
    }

    /// <summary>Lives through it, with documents as JSONB and as text.</summary>
    public static async Task VerifyAsync(Action<DocumentsBuilder> build, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        foreach (var binary in new[] { true, false })
        {
            await using var store = new JsonStore();
            await store.FillAsync(Collection, before, binary);
            await store.ApplyAsync(Operations(build));
            await SameAsync(store, after);
            await store.RevertAsync();
            await SameAsync(store, before);
            Assert.Equal(0, await KeptAsync(store, Direction.Forward));
            await store.ApplyAsync(Operations(build));
            await SameAsync(store, after);
            Assert.Equal(0, await KeptAsync(store, Direction.Backward));
            Assert.Empty(await store.QuarantinedAsync());
            Assert.Equal([binary ? "blob" : "text"], await store.QueryAsync($"SELECT DISTINCT typeof(document) FROM {Collection}", static row => row.GetString(0)));
        }
    }

    /// <summary>Identical, save for the place of keys at the top.</summary>
    public static async Task SameAsync(JsonStore store, IReadOnlyList<string> expected, string collection = Collection)
    {
        var actual = await store.DocumentsAsync(collection);
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(
                Same(DocumentReader.Read(expected[i]), actual[i]),
                $"Document {i}:\nexpected {expected[i]}\nactual   {DocumentWriter.Write(actual[i])}");
        }
    }

    /// <summary>How many values and marks one direction keeps.</summary>
    public static async Task<long> KeptAsync(JsonStore store, Direction direction) => (await store.QueryAsync(
        $"SELECT count(*) FROM _docmigrate_shadow s JOIN _docmigrate_shadow_set g ON g.id = s.set_id WHERE g.direction = '{direction}'",
        static row => row.GetInt64(0)))[0];

    private static bool Same(JObject expected, JObject actual) =>
        expected.Count == actual.Count && expected.Properties().All(field => DocumentEquality.Equals(field.Value, actual[field.Name]));
}
