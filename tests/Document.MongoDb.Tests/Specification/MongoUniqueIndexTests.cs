using DocMigrate.Document.Building;
using DocMigrate.Document.MongoDb.Indexing;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Specification;

/// <summary>Preflight goes by the rules that the index itself has: arrays are opened, a sparse index leaves documents out, and a partial one those that its filter does not hold for.</summary>
public sealed class MongoUniqueIndexTests(StandInServers servers) : DocumentSuite
{
    /// <summary>What documents have; null for a value that is missing.</summary>
    private static readonly string?[] s_values =
    [
        "1", "1.0", "null", null, "\"a\"", "[]", "[1,2]", "[[1]]", "[null]", "{\"b\":1}", "{\"b\":{\"$numberDecimal\":\"1.0\"}}", "{}", "[{\"b\":1},{\"b\":3}]", "[{\"b\":[]}]", "{\"b\":[4,5]}",
        "[{\"b\":[5,6]},7]", "0.1", "{\"$numberDecimal\":\"0.1\"}", "-0.0", "0", "{\"$date\":\"2020-01-01T00:00:00Z\"}", "true", "{\"$numberDouble\":\"NaN\"}", "{\"$numberDecimal\":\"NaN\"}", "1e300",
    ];

    protected override async Task<DocumentStoreHarness> OpenAsync(string form) => await MongoStore.OpenAsync(servers);

    [Theory]
    [InlineData("""{"key":{"a":1}}""")]
    [InlineData("""{"key":{"a.b":1}}""")]
    [InlineData("""{"key":{"a":-1},"sparse":true}""")]
    [InlineData("""{"key":{"a.b":1},"sparse":true}""")]
    [InlineData("""{"key":{"c":1,"a.b":1}}""")]
    public async Task Keys_are_equal_where_the_index_refuses_the_second_document(string index)
    {
        await using var store = await MongoStore.OpenAsync(servers);
        await store.FillAsync(Collection, []);
        var definition = DocumentReader.Read(index);
        var keys = new IndexKeys(((JObject)definition["key"]!).Properties().Select(static field => field.Name), definition["sparse"] is not null);
        definition.Add("name", "i");
        definition.Add("unique", true);
        await store.RunAsync(Bodies.Of(("createIndexes", Collection), ("indexes", new JArray(definition))));
        var known = new HashSet<string>();
        var refused = 0;
        for (var i = 0; i < s_values.Length; i++)
        {
            var document = s_values[i] is { } value ? $$"""{"_id":{{i}},"a":{{value}}}""" : $$"""{"_id":{{i}}}""";
            var found = keys.Of(RawText.TryWrite(document)!).Select(Convert.ToHexString).ToList();
            var taken = await Record.ExceptionAsync(() => store.InsertAsync(Collection, document)) is null;

            Assert.True(taken == !found.Exists(known.Contains), document);
            known.UnionWith(taken ? found : []);
            refused += taken ? 0 : 1;
        }

        Assert.InRange(refused, 3, s_values.Length - 4);
    }

    [Theory]
    [InlineData("""{"sparse":true}""", "_id 1, 2, 3.")]
    [InlineData("""{"partialFilterExpression":{"a":{"$exists":true},"o.n":{"$gt":9}}}""", "_id 2, 3.")]
    public async Task Documents_that_are_not_in_an_index_collide_with_none(string options, string colliding)
    {
        string[] documents = ["""{"_id":1,"old":"x","o":{"n":1}}""", """{"_id":2,"old":"x","o":{"n":20}}""", """{"_id":3,"old":"x","o":{"n":30.5}}""", """{"_id":4}""", """{"_id":5}"""];
        foreach (var build in (Action<DocumentsBuilder>[])[static c => c.Rename("old", "a"), static c => c.Transform("old to a", Renamed, null)])
        {
            await using var store = await MongoStore.OpenAsync(servers);
            await store.FillAsync(Collection, documents);
            var index = DocumentReader.Read(options);
            index.Add("key", new JObject(new JProperty("a", 1)));
            index.Add("name", "i");
            index.Add("unique", true);
            await store.RunAsync(Bodies.Of(("createIndexes", Collection), ("indexes", new JArray(index))));

            var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(build)));

            Assert.Equal("DM6650", error.Code.Value);
            Assert.Contains(colliding, error.Message, StringComparison.Ordinal);
            await SameAsync(store, documents);
            await store.DeleteAsync(Collection, 3);
            if (colliding.Contains('1', StringComparison.Ordinal))
            {
                await store.DeleteAsync(Collection, 2);
            }

            await store.ApplyAsync(Operations(build));
        }
    }

    [Fact]
    public void Values_are_in_the_order_in_which_the_server_has_them()
    {
        string[] ordered =
        [
            "null", "{\"$numberDouble\":\"NaN\"}", "{\"$numberDouble\":\"-Infinity\"}", "-1e300", "-12", "-1.5", "-1.25", "-1e-300", "0", "5e-324", "{\"$numberDecimal\":\"0.1\"}", "0.1", "0.25", "1",
            "{\"$numberDecimal\":\"1.0000000000000000000000000001\"}", "9", "10", "9007199254740993", "1e300", "{\"$numberDecimal\":\"1E+6000\"}", "{\"$numberDouble\":\"Infinity\"}", "\"\"", "\"a\"", "\"a\\u0000\"",
            "\"ab\"", "\"b\"", "{}", "{\"a\":1}", "{\"a\":1,\"b\":0}", "{\"b\":0}", "{\"a\":\"\"}", "[]", "[1]", "[1,0]", "[2]", "false", "true", "{\"$date\":\"1960-01-01T00:00:00Z\"}",
            "{\"$date\":\"2020-01-01T00:00:00Z\"}",
        ];
        var bytes = ordered.Select(static text => IndexValue.Of(RawText.TryWrite($$"""{"v":{{text}}}""")!["v"])).ToList();

        Assert.All(bytes.Zip(bytes.Skip(1)).Zip(ordered), static pair => Assert.True(pair.First.First.AsSpan().SequenceCompareTo(pair.First.Second) < 0, pair.Second));
    }

    private static JObject Renamed(JObject document)
    {
        if (document.Property("old", StringComparison.Ordinal) is { } old)
        {
            var value = old.Value;
            old.Remove();
            document["a"] = value;
        }

        return document;
    }
}
