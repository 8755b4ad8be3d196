using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class SplitFieldOperationTests
{
    [Fact]
    public Task Splits_at_the_first_separators_and_joins_again() => LifeCycle.VerifyAsync(
        static c => c.Split("name", ["first", "last"], " "),
        [
            """{"_id":1,"name":"Ada Lovelace"}""", """{"_id":2,"name":"Ludwig van Beethoven"}""", """{"_id":3,"name":"Plato"}""", """{"_id":4,"name":" lead"}""",
            """{"_id":5,"name":""}""", """{"_id":6,"name":null}""", """{"_id":7}""", """{"_id":8,"name":"tab\there \"q\""}""", """{"_id":9,"first":"had one"}""",
        ],
        [
            """{"_id":1,"first":"Ada","last":"Lovelace"}""", """{"_id":2,"first":"Ludwig","last":"van Beethoven"}""", """{"_id":3,"first":"Plato"}""",
            """{"_id":4,"first":"","last":"lead"}""", """{"_id":5,"first":""}""", """{"_id":6,"first":null}""", """{"_id":7}""",
            """{"_id":8,"first":"tab\there","last":"\"q\""}""", """{"_id":9,"first":"had one"}""",
        ]);

    [Fact]
    public Task Splits_into_three_inside_an_object() => LifeCycle.VerifyAsync(
        static c => c.Split("on.date", ["year", "month", "day"], "-"),
        ["""{"_id":1,"on":{"date":"2024-02-29"}}""", """{"_id":2,"on":{"date":"2024-02"}}"""],
        ["""{"_id":1,"on":{"year":"2024","month":"02","day":"29"}}""", """{"_id":2,"on":{"year":"2024","month":"02"}}"""]);

    [Fact]
    public async Task Joins_what_was_edited_since()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"name":"Ada Byron"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Split("name", ["first", "last"], " ")));
        await store.EditAsync("docs", 1, """{"_id":1,"first":"Ada","last":"King Lovelace"}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"name":"Ada King Lovelace"}"""]);
    }

    [Theory]
    [InlineData("""{"_id":7,"name":5}""", "_id 7: name an int32 can't be split")]
    [InlineData("""{"_id":7,"name":"a b","last":1}""", "_id 7: last there is a field of that name already")]
    public async Task Refuses_what_is_no_text_and_targets_that_are_there(string document, string expected)
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Split("name", ["first", "last"], " "))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal([document], await store.TextsAsync("docs"));
    }
}
