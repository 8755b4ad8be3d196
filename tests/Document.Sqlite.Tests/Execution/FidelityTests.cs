using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

/// <summary>The cells of the table in <c>docs/stores/sqlite-json.md</c>: what a stored text is after an operation beside it, on the server and in process.</summary>
public sealed class FidelityTests
{
    private const string Plain = """{"b":2,"a":{"d":1,"c":2}}""";

    /// <summary>A value that documents can hold, as its stored text; and the text after it was moved in process, which writes it anew.</summary>
    public static TheoryData<string, string> Values => new()
    {
        { "1e2", "100.0" },
        { "12.50", "12.5" },
        { "-0.0", "-0.0" },
        { "-0", "0" },
        { "1E-7", "1E-07" },
        { "0.1", "0.1" },
        { "9223372036854775807", "9223372036854775807" },
        { """{"$numberLong":"5"}""", """{"$numberLong":"5"}""" },
        { """{"$numberDouble":"NaN"}""", """{"$numberDouble":"NaN"}""" },
        { """{"$numberInt":"5"}""", "5" },
        { """{"$numberDecimal":"1.50"}""", """{"$numberDecimal":"1.50"}""" },
        { "\"nul\\u0000in\"", "\"nul\\u0000in\"" },
        { "\"\\u00e9\\/\"", "\"é/\"" },
        { Plain, Plain },
        { "[1,1.0,null]", "[1,1.0,null]" },
    };

    /// <summary>What a document can't hold, and why.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "1,\"v\":2", "has the key 'v' twice" },
        { "{\"x\":1,\"x\":1}", "has the key 'x' twice" },
        { "18446744073709551616", "can't be held by an integer of 64 bits" },
        { "1E400", "can't be held by a double" },
        { "{\"$oid\":\"short\"}", "is no valid wrapper" },
        { "\"half \\ud800\"", "is not valid Unicode" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public Task Untouched_text_stays_on_the_server(string value, string _) => StaysAsync(value, static c => c.Rename("old", "new"));

    [Theory]
    [MemberData(nameof(Values))]
    public Task Untouched_text_stays_in_process(string value, string _) => StaysAsync(value, static c => c.Transform("rename", static d => Rename(d)));

    [Theory]
    [MemberData(nameof(Values))]
    public Task Text_that_moves_on_the_server_stays(string value, string _) => MovesAsync(value, value, static c => c.Rename("v", "w"));

    [Theory]
    [MemberData(nameof(Values))]
    public Task Text_that_moves_in_process_gets_the_usual_form_of_the_same_value(string value, string written)
    {
        Assert.True(DocumentEquality.Equals(DocumentReader.ReadValue(value), DocumentReader.ReadValue(written)));
        return MovesAsync(value, written, static c => c
            .Rename("v", DocumentPath.Of("quo\"te")).Rename(DocumentPath.Of("quo\"te"), "x"));
    }

    [Fact]
    public async Task A_key_that_moves_on_the_server_takes_the_last_place()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"a":1,"b":2}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "c")));
        Assert.Equal(["""{"_id":1,"b":2,"c":1}"""], await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task A_value_that_was_kept_aside_returns_in_the_usual_form()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"v":12.50,"e":1e2}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Remove("v")));
        Assert.Equal(["12.50"], await store.QueryAsync("SELECT taken FROM _docmigrate_shadow", static row => row.GetString(0)));

        await store.RevertAsync();

        Assert.Equal(["""{"_id":1,"e":1e2,"v":12.5}"""], await store.TextsAsync("docs"));
    }

    [Theory]
    [InlineData("rename", "1,\"v\":2")]
    [InlineData("remove", "1,\"v\":2")]
    [InlineData("nest", "1,\"v\":2")]
    [InlineData("convert", "\"1\",\"v\":\"2\"")]
    [InlineData("split", "\"a b\",\"v\":\"c d\"")]
    [InlineData("map", "{\"k\":{}},\"v\":{}")]
    [InlineData("map", "{\"k\":{},\"k\":{}}")]
    [InlineData("inner", "{\"x\":1,\"x\":2}")]
    [InlineData("inner", "{\"x\":1},\"v\":{\"x\":2}")]
    [InlineData("each", "[{\"x\":1},{\"x\":1,\"x\":2}]")]
    public async Task A_key_that_is_there_twice_and_is_to_be_changed_is_listed_and_nothing_changes(string operation, string value)
    {
        foreach (var binary in new[] { true, false })
        {
            await using var store = new JsonStore();
            string[] documents = [$$"""{"_id":1,"v":{{value}},"n":1}"""];
            await store.FillAsync("docs", documents, binary);

            var counts = await store.ApplyAsync(LifeCycle.Operations(c => _ = operation switch
            {
                "rename" => c.Rename("v", "w"),
                "remove" => c.Remove("v"),
                "nest" => c.Nest(["v"], "w"),
                "convert" => c.Convert("v", FieldType.Int32),
                "split" => c.Split("v", ["a", "b"], " "),
                "map" => c.MapToArray("v", "key"),
                "inner" => c.Rename("v.x", "v.y"),
                _ => c.ForEach("v", static e => e.Rename("x", "y")),
            }));

            Assert.Equal((0, 1), (counts.Changed, counts.Quarantined));
            Assert.Equal(documents, await store.TextsAsync("docs"));
            Assert.Contains(" twice", Assert.Single(await store.QuarantinedAsync()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_is_there_twice_beside_or_inside_what_moves_is_copied()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"a":1,"a":2,"v":{"x":1,"x":2}}"""]);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("v", "w")));

        Assert.Equal(["""{"_id":1,"a":1,"a":2,"w":{"x":1,"x":2}}"""], await store.TextsAsync("docs"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_can_not_be_held_is_listed_and_left_as_it_is_when_it_comes_to_be_read(string value, string reason)
    {
        foreach (var binary in new[] { true, false })
        {
            await using var store = new JsonStore();
            var documents = new[] { $$"""{"_id":1,"v":{{value}},"old":1}""", """{"_id":2,"old":1}""" };
            await store.FillAsync("docs", documents, binary);

            var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Transform("rename", static d => Rename(d))));

            Assert.Equal((1, 1), (counts.Changed, counts.Quarantined));
            Assert.Equal([documents[0], """{"_id":2,"new":1}"""], await store.TextsAsync("docs"));
            var entry = Assert.Single(await store.QuarantinedAsync());
            Assert.StartsWith("1: can't be read exactly: ", entry, StringComparison.Ordinal);
            Assert.Contains(reason, entry, StringComparison.Ordinal);
        }
    }

    private static async Task StaysAsync(string value, Action<DocumentsBuilder> build)
    {
        foreach (var binary in new[] { true, false })
        {
            await using var store = new JsonStore();
            await store.FillAsync("docs", [$$"""{"_id":1,"v":{{value}},"old":1}"""], binary);
            await store.ApplyAsync(LifeCycle.Operations(build));
            Assert.Equal([value], await store.QueryAsync("SELECT document -> 'v' FROM docs WHERE document ->> 'new' = 1", static row => row.GetString(0)));
            Assert.Equal([binary ? "blob" : "text"], await store.QueryAsync("SELECT typeof(document) FROM docs", static row => row.GetString(0)));
        }
    }

    private static async Task MovesAsync(string value, string written, Action<DocumentsBuilder> build)
    {
        foreach (var binary in new[] { true, false })
        {
            await using var store = new JsonStore();
            await store.FillAsync("docs", [$$$"""{"_id":1,"v":{{{value}}},"o":{"z":1,"y":2.50}}"""], binary);
            await store.ApplyAsync(LifeCycle.Operations(build));
            Assert.Equal(
                [written], await store.QueryAsync("SELECT coalesce(document -> 'x', document -> 'w') FROM docs", static row => row.GetString(0)));
            Assert.Equal(["""{"z":1,"y":2.50}"""], await store.QueryAsync("SELECT document -> 'o' FROM docs", static row => row.GetString(0)));
        }
    }

    private static JObject Rename(JObject document)
    {
        document["new"] = document["old"];
        document.Remove("old");
        return document;
    }
}
