using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class AddFieldOperationTests
{
    [Fact]
    public Task Adds_where_it_is_missing_and_takes_away_only_what_it_added() => LifeCycle.VerifyAsync(
        static c => c.Add("active", true),
        ["""{"_id":1}""", """{"_id":2,"active":false}""", """{"_id":3,"active":null}"""],
        ["""{"_id":1,"active":true}""", """{"_id":2,"active":false}""", """{"_id":3,"active":null}"""]);

    [Fact]
    public Task Adds_inside_an_object_and_makes_none() => LifeCycle.VerifyAsync(
        static c => c.AddJson("address.geo", """{"at":{"$date":"2024-02-29T12:00:00Z"},"rate":12.50}"""),
        ["""{"_id":1,"address":{"city":"x"}}""", """{"_id":2}""", """{"_id":3,"address":"text"}""", """{"_id":4,"address":null}"""],
        [
            """{"_id":1,"address":{"city":"x","geo":{"at":{"$date":"2024-02-29T12:00:00Z"},"rate":12.50}}}""",
            """{"_id":2}""", """{"_id":3,"address":"text"}""", """{"_id":4,"address":null}""",
        ]);

    [Fact]
    public Task Adds_a_text_with_quotes_as_it_is() => LifeCycle.VerifyAsync(
        static c => c.Add("note", "it's \"$5 off\" \\ {}"),
        ["""{"_id":1}"""],
        ["""{"_id":1,"note":"it's \"$5 off\" \\ {}"}"""]);

    [Fact]
    public async Task Brings_back_the_value_that_was_there_when_it_was_taken_away()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1}""", """{"_id":2}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Add("active", true)));
        await store.EditAsync("docs", 1, """{"_id":1,"active":false}""");

        await store.RevertAsync();
        await LifeCycle.SameAsync(store, ["""{"_id":1}""", """{"_id":2}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Add("active", true)));

        await LifeCycle.SameAsync(store, ["""{"_id":1,"active":false}""", """{"_id":2,"active":true}"""]);
    }
}
