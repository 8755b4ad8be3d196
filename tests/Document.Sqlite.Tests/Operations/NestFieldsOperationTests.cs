using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class NestFieldsOperationTests
{
    [Fact]
    public Task Nests_what_is_there_and_flattens_it_again() => LifeCycle.VerifyAsync(
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
    public async Task Joins_an_object_that_is_there_and_leaves_its_other_keys()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"street":"x","address":{"zip":"1"}}""", """{"_id":2,"street":"y","address":{}}"""];
        await store.FillAsync("docs", documents);

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Nest(["street", "city"], "address", onError: OnError.Quarantine)));
        await LifeCycle.SameAsync(store, ["""{"_id":1,"address":{"zip":"1","street":"x"}}""", documents[1]]);
        await store.RevertAsync();

        await LifeCycle.SameAsync(store, documents);
    }
}
