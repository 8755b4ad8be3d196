using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class RestoreFieldOperationTests
{
    [Fact]
    public async Task Is_what_undoes_a_removal_and_a_conversion_without_a_type_to_go_back_to()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"gone":"x","price":"12.50"}""", """{"_id":2,"price":12.5}""", """{"_id":3,"price":"007.0","gone":null}"""];
        await store.FillAsync("docs", documents);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Remove("gone").Convert("price", FieldType.Double, onError: OnError.Keep)));
        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":12.5}""", """{"_id":2,"price":12.5}""", """{"_id":3,"price":"007.0"}"""]);
        Assert.Equal(2, store.LastStep(Direction.Backward).Operations.Count(static planned => planned.Effective is RestoreFieldOperation));

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, documents);
        Assert.Equal(0, await LifeCycle.KeptAsync(store, Direction.Forward));
    }

    [Fact]
    public async Task Leaves_a_converted_value_alone_that_was_edited_since()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.50"}""", """{"_id":2,"price":"7.5"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double)));
        await store.EditAsync("docs", 1, """{"_id":1,"price":99.0}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":99.0}""", """{"_id":2,"price":"7.5"}"""]);
    }

    [Fact]
    public async Task Puts_a_removed_field_only_where_its_parent_still_is()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"a":{"b":1}}""", """{"_id":2,"a":{"b":2}}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Remove("a.b")));
        await store.EditAsync("docs", 1, """{"_id":1,"a":"text now"}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"a":"text now"}""", """{"_id":2,"a":{"b":2}}"""]);
    }

    [Fact]
    public void Has_a_way_forward_again_for_a_field_and_none_for_whole_documents()
    {
        var field = new RestoreFieldOperation { Collection = "docs", Path = "a" };
        var whole = new RestoreFieldOperation { Collection = "docs", Path = DocumentPath.Root };

        Assert.Equal(new RemoveFieldOperation { Collection = "docs", Path = "a" }, field.Reverse(null));
        Assert.Null(whole.Reverse(null));
    }
}
