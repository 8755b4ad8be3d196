using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class ArrayToMapOperationTests
{
    [Fact]
    public Task Keys_elements_by_one_of_their_fields_and_lists_them_again() => LifeCycle.VerifyAsync(
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
    public Task Takes_values_of_any_type_from_a_field_of_their_own() => LifeCycle.VerifyAsync(
        static c => c.ArrayToMap("rates", "currency", "rate"),
        ["""{"_id":1,"rates":[{"currency":"EUR","rate":1.10},{"currency":"USD","rate":null}]}"""],
        ["""{"_id":1,"rates":{"EUR":1.10,"USD":null}}"""]);

    [Fact]
    public async Task Lists_arrays_that_would_lose_an_element()
    {
        await using var store = new JsonStore();
        string[] documents =
        [
            """{"_id":1,"a":[{"k":"x","n":1},{"k":"x","n":2}]}""", """{"_id":2,"a":[{"k":1}]}""", """{"_id":3,"a":[5]}""", """{"_id":4,"a":[{"k":"$oid"}]}""",
            """{"_id":5,"a":[{"n":1}]}""",
        ];
        await store.FillAsync("docs", documents);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.ArrayToMap("a", "k", onError: OnError.Quarantine)));

        Assert.Equal(
            [
                "1: element 1 has a key that another element has", "2: element 0 has no text in 'k'", "3: element 0 is an int32, not an object",
                "4: element 0 has a key that is reserved for Extended JSON", "5: element 0 has no text in 'k'",
            ],
            await store.QuarantinedAsync());
        await LifeCycle.SameAsync(store, documents);
    }
}
