using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>Operations on the structure: objects, arrays, maps.</summary>
public abstract class StructureOperationTests : DocumentSuite
{
    [Fact]
    public Task Nest_nests_what_is_there_and_flattens_it_again() => VerifyAsync(
        static c => c.Nest(["street", "city"], "address"),
        [
            """{"_id":1,"street":"City Road","city":"Cardiff","zip":12.50}""", """{"_id":2,"city":null}""", """{"_id":3}""",
            """{"_id":4,"address":{"street":"was nested"}}""", """{"_id":5,"address":"text, and nothing to nest"}""",
        ],
        [
            """{"_id":1,"address":{"street":"City Road","city":"Cardiff"},"zip":12.50}""", """{"_id":2,"address":{"city":null}}""", """{"_id":3}""",
            """{"_id":4,"address":{"street":"was nested"}}""", """{"_id":5,"address":"text, and nothing to nest"}""",
        ]);

    [Fact]
    public async Task Nest_joins_an_object_that_is_there_and_leaves_its_other_keys()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"street":"x","address":{"zip":"1"}}""", """{"_id":2,"street":"y","address":{}}"""];
        await store.FillAsync("docs", documents);

        await store.ApplyAsync(Operations(static c => c.Nest(["street", "city"], "address", onError: OnError.Quarantine)));
        await SameAsync(store, ["""{"_id":1,"address":{"zip":"1","street":"x"}}""", documents[1]]);
        await store.RevertAsync();

        await SameAsync(store, documents);
    }

    [Fact]
    public Task Flatten_flattens_and_nests_again() => VerifyAsync(
        static c => c.Flatten("address", ["street", "city"]),
        [
            """{"_id":1,"address":{"street":"City Road","city":{"name":"Cardiff","n":100.5}}}""", """{"_id":2,"address":{"city":null}}""", """{"_id":3}""",
            """{"_id":4,"address":null}""", """{"_id":5,"address":{"zip":"stays"}}""", """{"_id":6,"street":"beside"}""",
        ],
        [
            """{"_id":1,"street":"City Road","city":{"name":"Cardiff","n":100.5}}""", """{"_id":2,"city":null}""", """{"_id":3}""",
            """{"_id":4,"address":null}""", """{"_id":5,"address":{"zip":"stays"}}""", """{"_id":6,"street":"beside"}""",
        ]);

    [Fact]
    public Task Flatten_leaves_other_keys_in_the_object() => VerifyAsync(
        static c => c.Flatten("address", ["city"]),
        ["""{"_id":1,"address":{"zip":"1","city":"Cardiff"}}"""],
        ["""{"_id":1,"address":{"zip":"1"},"city":"Cardiff"}"""]);

    [Fact]
    public async Task Flatten_leaves_alone_what_does_not_fit_and_lists_it()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"address":"text"}""", """{"_id":2,"address":{"city":"a"},"city":"b"}""", """{"_id":3,"address":{"$oid":"5ca4bbcea2dd94ee58162a68"}}"""];
        await store.FillAsync("docs", documents);

        var counts = await store.ApplyAsync(Operations(static c => c.Flatten("address", ["city"], OnError.Quarantine)));

        Assert.Equal((0, 3), (counts.Changed, counts.Quarantined));
        Assert.Equal(
            ["1: a string can't be flattened", "2: there is a field of that name already", "3: an object id can't be flattened"], await store.QuarantinedAsync());
        await SameAsync(store, documents);
    }

    [Fact]
    public Task MapToArray_turns_an_object_into_an_array_in_the_order_of_its_keys() => VerifyAsync(
        static c => c.MapToArray("stock", "warehouse"),
        [
            """{"_id":1,"stock":{"b1":{"q":100.5},"z9":{"q":12.50,"a":1},"empty":{}}}""", """{"_id":2,"stock":{}}""", """{"_id":3,"stock":null}""",
            """{"_id":4}""", """{"_id":5,"stock":[{"warehouse":"was an array"}]}""", """{"_id":6,"stock":{"":{"q":2},"quo\"te":{"q":1}}}""",
        ],
        [
            """{"_id":1,"stock":[{"warehouse":"b1","q":100.5},{"warehouse":"z9","q":12.50,"a":1},{"warehouse":"empty"}]}""", """{"_id":2,"stock":[]}""",
            """{"_id":3,"stock":null}""", """{"_id":4}""", """{"_id":5,"stock":[{"warehouse":"was an array"}]}""",
            """{"_id":6,"stock":[{"warehouse":"","q":2},{"warehouse":"quo\"te","q":1}]}""",
        ]);

    [Fact]
    public Task MapToArray_puts_values_of_any_type_under_a_key_of_their_own() => VerifyAsync(
        static c => c.MapToArray("rates", "currency", "rate"),
        ["""{"_id":1,"rates":{"EUR":1.10,"GBP":{"$numberDecimal":"1.50"},"USD":null}}"""],
        ["""{"_id":1,"rates":[{"currency":"EUR","rate":1.10},{"currency":"GBP","rate":{"$numberDecimal":"1.50"}},{"currency":"USD","rate":null}]}"""]);

    [Theory]
    [InlineData("""{"a":1}""", "a value in it is an int32, not an object")]
    [InlineData("""{"a":{"key":"x"}}""", "a value in it has the field 'key' already")]
    [InlineData("\"text\"", "a string can't be turned into an array")]
    public async Task MapToArray_refuses_what_could_not_come_back(string map, string expected)
    {
        await using var store = await OpenAsync();
        var document = $$"""{"_id":1,"map":{{map}}}""";
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.MapToArray("map", "key"))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        await SameAsync(store, [document]);
    }

    [Fact]
    public Task ArrayToMap_keys_elements_by_one_of_their_fields_and_lists_them_again() => VerifyAsync(
        static c => c.ArrayToMap("stock", "warehouse"),
        [
            """{"_id":1,"stock":[{"warehouse":"z9","q":12.50},{"warehouse":"b1"}]}""", """{"_id":2,"stock":[]}""", """{"_id":3,"stock":null}""", """{"_id":4}""",
            """{"_id":5,"stock":{"was":{"an":"object"}}}""",
        ],
        [
            """{"_id":1,"stock":{"z9":{"q":12.50},"b1":{}}}""", """{"_id":2,"stock":{}}""", """{"_id":3,"stock":null}""", """{"_id":4}""",
            """{"_id":5,"stock":{"was":{"an":"object"}}}""",
        ]);

    [Fact]
    public Task ArrayToMap_takes_values_of_any_type_from_a_field_of_their_own() => VerifyAsync(
        static c => c.ArrayToMap("rates", "currency", "rate"),
        ["""{"_id":1,"rates":[{"currency":"EUR","rate":1.10},{"currency":"USD","rate":null}]}"""],
        ["""{"_id":1,"rates":{"EUR":1.10,"USD":null}}"""]);

    [Fact]
    public async Task ArrayToMap_lists_arrays_that_would_lose_an_element()
    {
        await using var store = await OpenAsync();
        string[] documents =
        [
            """{"_id":1,"a":[{"k":"x","n":1},{"k":"x","n":2}]}""", """{"_id":2,"a":[{"k":1}]}""", """{"_id":3,"a":[5]}""", """{"_id":4,"a":[{"k":"$oid"}]}""",
            """{"_id":5,"a":[{"n":1}]}""",
        ];
        await store.FillAsync("docs", documents);

        await store.ApplyAsync(Operations(static c => c.ArrayToMap("a", "k", onError: OnError.Quarantine)));

        Assert.Equal(
            [
                "1: element 1 has a key that another element has", "2: element 0 has no text in 'k'", "3: element 0 is an int32, not an object",
                "4: element 0 has a key that is reserved for Extended JSON", "5: element 0 has no text in 'k'",
            ],
            await store.QuarantinedAsync());
        await SameAsync(store, documents);
    }

    [Fact]
    public Task ForEach_renames_in_each_element_and_back() => VerifyAsync(
        static c => c.ForEach("orders", static o => o.Rename("qty", "quantity")),
        [
            """{"_id":1,"orders":[{"x":12.50,"qty":1},{"x":1},{"qty":null}]}""", """{"_id":2,"orders":[]}""", """{"_id":3,"orders":null}""", """{"_id":4}""",
            """{"_id":5,"orders":[{"quantity":"was renamed"},{"qty":2}]}""",
        ],
        [
            """{"_id":1,"orders":[{"x":12.50,"quantity":1},{"x":1},{"quantity":null}]}""", """{"_id":2,"orders":[]}""", """{"_id":3,"orders":null}""", """{"_id":4}""",
            """{"_id":5,"orders":[{"quantity":"was renamed"},{"quantity":2}]}""",
        ]);

    [Fact]
    public Task ForEach_reaches_arrays_in_arrays() => VerifyAsync(
        static c => c.ForEach("orders", static o => o
            .ForEach("lines", static l => l.Rename("qty", "quantity").Add("unit", "piece"))
            .Nest(["street"], "address")),
        ["""{"_id":1,"orders":[{"street":"x","lines":[{"qty":1},{"qty":2,"unit":"kg"}]},{"lines":[]},{"street":null}]}"""],
        [
            """{"_id":1,"orders":[{"lines":[{"quantity":1,"unit":"piece"},{"unit":"kg","quantity":2}],"address":{"street":"x"}},{"lines":[]},{"address":{"street":null}}]}""",
        ]);

    [Fact]
    public Task ForEach_brings_back_whole_arrays_where_elements_lost_something() => VerifyAsync(
        static c => c.ForEach("lines", static l => l.Remove("old").Convert("price", FieldType.Double)),
        ["""{"_id":1,"lines":[{"old":1,"price":"12.50"},{"price":7},{"old":{"deep":100.5}}]}"""],
        ["""{"_id":1,"lines":[{"price":12.5},{"price":7.0},{}]}"""]);

    [Fact]
    public async Task ForEach_goes_back_element_by_element_where_the_array_was_edited()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"lines":[{"price":"12.50"},{"price":"3.0"}]}"""]);
        await store.ApplyAsync(Operations(static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double, from: FieldType.String))));
        await store.EditAsync("docs", 1, """{"_id":1,"lines":[{"price":12.5},{"price":99.5}]}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"lines":[{"price":"12.5"},{"price":"99.5"}]}"""]);
    }

    [Fact]
    public async Task ForEach_names_the_element_that_does_not_fit()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"lines":[{"price":"1.5"},{"price":"free"}]}"""];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(Operations(static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double)))));

        Assert.Contains("element 1, price: a string that can't be converted to Double", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents);
    }

    [Fact]
    public Task ForEach_keeps_an_element_that_does_not_fit_where_it_is_told_to() => VerifyAsync(
        static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double, onError: OnError.Keep), OnError.Keep),
        ["""{"_id":1,"lines":[{"price":"1.5"},{"price":"free"},7]}"""],
        ["""{"_id":1,"lines":[{"price":1.5},{"price":"free"},7]}"""]);
}
