using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class RemoveFieldOperationTests
{
    [Fact]
    public Task Takes_a_field_away_and_brings_back_every_digit() => LifeCycle.VerifyAsync(
        static c => c.Remove("old").Remove("deep.inner"),
        [
            """{"_id":1,"old":{"b":12.50,"a":{"$numberLong":"5"}},"n":1}""",
            """{"_id":2,"old":null}""",
            """{"_id":3,"deep":{"stays":1e2,"inner":[1,-0.0,"x"]}}""",
            """{"_id":4}""",
        ],
        ["""{"_id":1,"n":1}""", """{"_id":2}""", """{"_id":3,"deep":{"stays":1e2}}""", """{"_id":4}"""]);

    [Fact]
    public Task Removes_a_key_that_SQL_can_not_write_a_path_for() => LifeCycle.VerifyAsync(
        static c => c.Remove(DocumentPath.Of("quo\"te")),
        ["""{"_id":1,"quo\"te":1e2}"""],
        ["""{"_id":1}"""]);

    [Fact]
    public async Task Keeps_what_somebody_wrote_there_since()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"old":1}""", """{"_id":2,"old":2}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Remove("old")));
        await store.EditAsync("docs", 1, """{"_id":1,"old":"newer"}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"old":"newer"}""", """{"_id":2,"old":2}"""]);
        Assert.Equal(0, await LifeCycle.KeptAsync(store, Direction.Forward));
    }

    [Fact]
    public async Task Counts_what_it_keeps()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"old":1}""", """{"_id":2}""", """{"_id":3,"old":[]}"""]);

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Remove("old")));

        Assert.Equal((3, 2, 0, 2), (counts.Scanned, counts.Changed, counts.Quarantined, counts.Shadowed));
        Assert.Equal(2, await LifeCycle.KeptAsync(store, Direction.Forward));
    }
}
