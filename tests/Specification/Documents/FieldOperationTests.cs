using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>Operations on one field: it comes, goes, is renamed, comes back.</summary>
public abstract class FieldOperationTests : DocumentSuite
{
    [Fact]
    public Task Add_adds_where_it_is_missing_and_takes_away_only_what_it_added() => VerifyAsync(
        static c => c.Add("active", true),
        ["""{"_id":1}""", """{"_id":2,"active":false}""", """{"_id":3,"active":null}"""],
        ["""{"_id":1,"active":true}""", """{"_id":2,"active":false}""", """{"_id":3,"active":null}"""]);

    [Fact]
    public Task Add_adds_inside_an_object_and_makes_none() => VerifyAsync(
        static c => c.AddJson("address.geo", """{"at":{"$date":"2024-02-29T12:00:00Z"},"rate":12.50}"""),
        ["""{"_id":1,"address":{"city":"x"}}""", """{"_id":2}""", """{"_id":3,"address":"text"}""", """{"_id":4,"address":null}"""],
        [
            """{"_id":1,"address":{"city":"x","geo":{"at":{"$date":"2024-02-29T12:00:00Z"},"rate":12.50}}}""",
            """{"_id":2}""", """{"_id":3,"address":"text"}""", """{"_id":4,"address":null}""",
        ]);

    [Fact]
    public Task Add_adds_a_text_with_quotes_as_it_is() => VerifyAsync(
        static c => c.Add("note", "it's \"$5 off\" \\ {}"),
        ["""{"_id":1}"""],
        ["""{"_id":1,"note":"it's \"$5 off\" \\ {}"}"""]);

    [Fact]
    public async Task Add_brings_back_the_value_that_was_there_when_it_was_taken_away()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1}""", """{"_id":2}"""]);
        await store.ApplyAsync(Operations(static c => c.Add("active", true)));
        await store.EditAsync("docs", 1, """{"_id":1,"active":false}""");

        await store.RevertAsync();
        await SameAsync(store, ["""{"_id":1}""", """{"_id":2}"""]);
        await store.ApplyAsync(Operations(static c => c.Add("active", true)));

        await SameAsync(store, ["""{"_id":1,"active":false}""", """{"_id":2,"active":true}"""]);
    }

    [Fact]
    public Task Remove_takes_a_field_away_and_brings_back_every_digit() => VerifyAsync(
        static c => c.Remove("old").Remove("deep.inner"),
        [
            """{"_id":1,"old":{"b":12.50,"a":{"$numberLong":"5"}},"n":1}""",
            """{"_id":2,"old":null}""",
            """{"_id":3,"deep":{"stays":100.5,"inner":[1,-0.0,"x"]}}""",
            """{"_id":4}""",
        ],
        ["""{"_id":1,"n":1}""", """{"_id":2}""", """{"_id":3,"deep":{"stays":100.5}}""", """{"_id":4}"""]);

    [Fact]
    public Task Remove_removes_a_key_that_SQL_can_not_write_a_path_for() => VerifyAsync(
        static c => c.Remove(DocumentPath.Of("quo\"te")),
        ["""{"_id":1,"quo\"te":100.5}"""],
        ["""{"_id":1}"""]);

    [Fact]
    public async Task Remove_keeps_what_somebody_wrote_there_since()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"old":1}""", """{"_id":2,"old":2}"""]);
        await store.ApplyAsync(Operations(static c => c.Remove("old")));
        await store.EditAsync("docs", 1, """{"_id":1,"old":"newer"}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"old":"newer"}""", """{"_id":2,"old":2}"""]);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Remove_counts_what_it_keeps()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"old":1}""", """{"_id":2}""", """{"_id":3,"old":[]}"""]);

        var counts = await store.ApplyAsync(Operations(static c => c.Remove("old")));

        Assert.Equal((3, 2, 0, 2), (counts.Scanned, counts.Changed, counts.Quarantined, counts.Shadowed));
        Assert.Equal(2, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public Task Rename_renames_there_and_back_and_leaves_documents_alone_that_had_the_target() => VerifyAsync(
        static c => c.Rename("addr", "address"),
        [
            """{"_id":1,"addr":{"z":12.50,"a":[1,2.0,{"y":1,"b":2}]},"n":5}""",
            """{"_id":2,"n":5}""",
            """{"_id":3,"address":"was there"}""",
            """{"_id":4,"addr":null}""",
            """{"_id":5,"addr":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""",
        ],
        [
            """{"_id":1,"address":{"z":12.50,"a":[1,2.0,{"y":1,"b":2}]},"n":5}""",
            """{"_id":2,"n":5}""",
            """{"_id":3,"address":"was there"}""",
            """{"_id":4,"address":null}""",
            """{"_id":5,"address":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""",
        ]);

    [Fact]
    public Task Rename_moves_to_another_object() => VerifyAsync(
        static c => c.Rename("city", "address.town"),
        ["""{"_id":1,"city":"Cardiff","address":{"street":"City Road"}}""", """{"_id":2,"address":{"street":"x"}}"""],
        ["""{"_id":1,"address":{"street":"City Road","town":"Cardiff"}}""", """{"_id":2,"address":{"street":"x"}}"""]);

    [Fact]
    public Task Rename_tells_a_key_with_a_dot_from_a_path() => VerifyAsync(
        static c => c.Rename(DocumentPath.Of("price.usd"), DocumentPath.Of("price", "dollars")),
        ["""{"_id":1,"price.usd":1.50,"price":{"usd":2.50}}"""],
        ["""{"_id":1,"price":{"usd":2.50,"dollars":1.50}}"""]);

    [Fact]
    public Task Rename_renames_keys_that_SQL_can_not_write_a_path_for() => VerifyAsync(
        static c => c.Rename(DocumentPath.Of("quo\"te"), DocumentPath.Of("back\\slash")).Rename(DocumentPath.Of("it's"), DocumentPath.Of("its own")),
        ["""{"_id":1,"quo\"te":100.5,"it's":1}"""],
        ["""{"_id":1,"back\\slash":100.5,"its own":1}"""]);

    [Fact]
    public Task Rename_swaps_two_fields_by_a_third_name() => VerifyAsync(
        static c => c.Rename("a", "t").Rename("b", "a").Rename("t", "b"),
        ["""{"_id":1,"a":1,"b":"two"}""", """{"_id":2,"a":1}""", """{"_id":3,"b":3}"""],
        ["""{"_id":1,"b":1,"a":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"a":3}"""]);

    [Fact]
    public Task Rename_moves_an_array_whole_where_an_operation_before_looked_for_an_object() => VerifyAsync(
        static c => c.Convert("b.x", FieldType.Int32).Rename("b", "c"),
        ["""{"_id":1,"b":[{"q":1},null]}""", """{"_id":2,"b":{"x":"5","q":1}}""", """{"_id":3,"b":[]}"""],
        ["""{"_id":1,"c":[{"q":1},null]}""", """{"_id":2,"c":{"x":5,"q":1}}""", """{"_id":3,"c":[]}"""]);

    [Fact]
    public async Task Rename_refuses_to_overwrite_a_field_and_changes_nothing()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"a":1}""", """{"_id":2,"a":1,"b":2}"""];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Rename("a", "b"))));

        Assert.Contains("_id 2: b there is a field of that name already", error.Message, StringComparison.Ordinal);
        await SameAsync(store, documents);
    }

    [Fact]
    public async Task Restore_is_what_undoes_a_removal_and_a_conversion_without_a_type_to_go_back_to()
    {
        await using var store = await OpenAsync();
        string[] documents = ["""{"_id":1,"gone":"x","price":"12.50"}""", """{"_id":2,"price":12.5}""", """{"_id":3,"price":"007.0","gone":null}"""];
        await store.FillAsync("docs", documents);
        await store.ApplyAsync(Operations(static c => c.Remove("gone").Convert("price", FieldType.Double, onError: OnError.Keep)));
        await SameAsync(store, ["""{"_id":1,"price":12.5}""", """{"_id":2,"price":12.5}""", """{"_id":3,"price":"007.0"}"""]);
        Assert.Equal(2, store.LastStep(Direction.Backward).Operations.Count(static planned => planned.Effective is RestoreFieldOperation));

        await store.RevertAsync();

        await SameAsync(store, documents);
        Assert.Equal(0, await store.KeptAsync(Direction.Forward));
    }

    [Fact]
    public async Task Restore_leaves_a_converted_value_alone_that_was_edited_since()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.50"}""", """{"_id":2,"price":"7.5"}"""]);
        await store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double)));
        await store.EditAsync("docs", 1, """{"_id":1,"price":99.0}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"price":99.0}""", """{"_id":2,"price":"7.5"}"""]);
    }

    [Fact]
    public async Task Restore_puts_a_removed_field_only_where_its_parent_still_is()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"a":{"b":1}}""", """{"_id":2,"a":{"b":2}}"""]);
        await store.ApplyAsync(Operations(static c => c.Remove("a.b")));
        await store.EditAsync("docs", 1, """{"_id":1,"a":"text now"}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"a":"text now"}""", """{"_id":2,"a":{"b":2}}"""]);
    }
}
