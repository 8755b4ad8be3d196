using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class FlattenFieldOperationTests
{
    [Fact]
    public Task Flattens_and_nests_again() => LifeCycle.VerifyAsync(
        static c => c.Flatten("address", ["street", "city"]),
        [
            """{"_id":1,"address":{"street":"City Road","city":{"name":"Cardiff","n":1e2}}}""", """{"_id":2,"address":{"city":null}}""", """{"_id":3}""",
            """{"_id":4,"address":null}""", """{"_id":5,"address":{"zip":"stays"}}""", """{"_id":6,"street":"beside"}""",
        ],
        [
            """{"_id":1,"street":"City Road","city":{"name":"Cardiff","n":1e2}}""", """{"_id":2,"city":null}""", """{"_id":3}""",
            """{"_id":4,"address":null}""", """{"_id":5,"address":{"zip":"stays"}}""", """{"_id":6,"street":"beside"}""",
        ]);

    [Fact]
    public Task Leaves_other_keys_in_the_object() => LifeCycle.VerifyAsync(
        static c => c.Flatten("address", ["city"]),
        ["""{"_id":1,"address":{"zip":"1","city":"Cardiff"}}"""],
        ["""{"_id":1,"address":{"zip":"1"},"city":"Cardiff"}"""]);

    [Fact]
    public async Task Leaves_alone_what_does_not_fit_and_lists_it()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"address":"text"}""", """{"_id":2,"address":{"city":"a"},"city":"b"}""", """{"_id":3,"address":{"$oid":"5ca4bbcea2dd94ee58162a68"}}"""];
        await store.FillAsync("docs", documents);

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Flatten("address", ["city"], OnError.Quarantine)));

        Assert.Equal((0, 3), (counts.Changed, counts.Quarantined));
        Assert.Equal(
            ["1: a string can't be flattened", "2: there is a field of that name already", "3: an object id can't be flattened"], await store.QuarantinedAsync());
        await LifeCycle.SameAsync(store, documents);
    }
}
