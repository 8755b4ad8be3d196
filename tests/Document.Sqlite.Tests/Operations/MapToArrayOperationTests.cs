using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class MapToArrayOperationTests
{
    [Fact]
    public Task Turns_an_object_into_an_array_in_the_order_of_its_keys() => LifeCycle.VerifyAsync(
        static c => c.MapToArray("stock", "warehouse"),
        [
            """{"_id":1,"stock":{"z9":{"q":12.50,"a":1},"b1":{"q":1e2},"empty":{}}}""", """{"_id":2,"stock":{}}""", """{"_id":3,"stock":null}""",
            """{"_id":4}""", """{"_id":5,"stock":[{"warehouse":"was an array"}]}""", """{"_id":6,"stock":{"quo\"te":{"q":1},"":{"q":2}}}""",
        ],
        [
            """{"_id":1,"stock":[{"warehouse":"z9","q":12.50,"a":1},{"warehouse":"b1","q":1e2},{"warehouse":"empty"}]}""", """{"_id":2,"stock":[]}""",
            """{"_id":3,"stock":null}""", """{"_id":4}""", """{"_id":5,"stock":[{"warehouse":"was an array"}]}""",
            """{"_id":6,"stock":[{"warehouse":"quo\"te","q":1},{"warehouse":"","q":2}]}""",
        ]);

    [Fact]
    public Task Puts_values_of_any_type_under_a_key_of_their_own() => LifeCycle.VerifyAsync(
        static c => c.MapToArray("rates", "currency", "rate"),
        ["""{"_id":1,"rates":{"EUR":1.10,"USD":null,"GBP":{"$numberDecimal":"1.50"}}}"""],
        ["""{"_id":1,"rates":[{"currency":"EUR","rate":1.10},{"currency":"USD","rate":null},{"currency":"GBP","rate":{"$numberDecimal":"1.50"}}]}"""]);

    [Theory]
    [InlineData("""{"a":1}""", "a value in it is an int32, not an object")]
    [InlineData("""{"a":{"key":"x"}}""", "a value in it has the field 'key' already")]
    [InlineData("\"text\"", "a string can't be turned into an array")]
    public async Task Refuses_what_could_not_come_back(string map, string expected)
    {
        await using var store = new JsonStore();
        var document = $$"""{"_id":1,"map":{{map}}}""";
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.MapToArray("map", "key"))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal([document], await store.TextsAsync("docs"));
    }
}
