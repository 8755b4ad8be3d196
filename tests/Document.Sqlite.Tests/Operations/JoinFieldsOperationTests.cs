using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class JoinFieldsOperationTests
{
    [Fact]
    public Task Joins_and_gives_the_very_parts_back() => LifeCycle.VerifyAsync(
        static c => c.Join(["first", "last"], "name", " "),
        [
            """{"_id":1,"first":"Ada","last":"Lovelace"}""", """{"_id":2,"first":"Mary Ann","last":"Evans"}""", """{"_id":3,"first":"Plato"}""",
            """{"_id":4,"last":"Only"}""", """{"_id":5,"first":null,"last":"x"}""", """{"_id":6,"first":null,"last":null}""", """{"_id":7}""",
            """{"_id":8,"name":"had one"}""",
        ],
        [
            """{"_id":1,"name":"Ada Lovelace"}""", """{"_id":2,"name":"Mary Ann Evans"}""", """{"_id":3,"name":"Plato"}""",
            """{"_id":4,"name":"Only"}""", """{"_id":5,"name":"x"}""", """{"_id":6,"name":null}""", """{"_id":7}""",
            """{"_id":8,"name":"had one"}""",
        ]);

    [Fact]
    public async Task Splits_what_was_edited_since()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"first":"Mary Ann","last":"Evans"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Join(["first", "last"], "name", " ")));
        await store.EditAsync("docs", 1, """{"_id":1,"name":"George Eliot"}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"first":"George","last":"Eliot"}"""]);
    }
}
