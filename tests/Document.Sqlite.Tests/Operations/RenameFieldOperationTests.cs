using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class RenameFieldOperationTests
{
    [Fact]
    public Task Renames_there_and_back_and_leaves_documents_alone_that_had_the_target() => LifeCycle.VerifyAsync(
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
    public Task Moves_to_another_object() => LifeCycle.VerifyAsync(
        static c => c.Rename("city", "address.town"),
        ["""{"_id":1,"city":"Cardiff","address":{"street":"City Road"}}""", """{"_id":2,"address":{"street":"x"}}"""],
        ["""{"_id":1,"address":{"street":"City Road","town":"Cardiff"}}""", """{"_id":2,"address":{"street":"x"}}"""]);

    [Fact]
    public Task Tells_a_key_with_a_dot_from_a_path() => LifeCycle.VerifyAsync(
        static c => c.Rename(DocumentPath.Of("price.usd"), DocumentPath.Of("price", "dollars")),
        ["""{"_id":1,"price.usd":1.50,"price":{"usd":2.50}}"""],
        ["""{"_id":1,"price":{"usd":2.50,"dollars":1.50}}"""]);

    [Fact]
    public Task Renames_keys_that_SQL_can_not_write_a_path_for() => LifeCycle.VerifyAsync(
        static c => c.Rename(DocumentPath.Of("quo\"te"), DocumentPath.Of("back\\slash")).Rename(DocumentPath.Of("it's"), DocumentPath.Of("its own")),
        ["""{"_id":1,"quo\"te":1e2,"it's":1}"""],
        ["""{"_id":1,"back\\slash":1e2,"its own":1}"""]);

    [Fact]
    public Task Swaps_two_fields_by_a_third_name() => LifeCycle.VerifyAsync(
        static c => c.Rename("a", "t").Rename("b", "a").Rename("t", "b"),
        ["""{"_id":1,"a":1,"b":"two"}""", """{"_id":2,"a":1}""", """{"_id":3,"b":3}"""],
        ["""{"_id":1,"b":1,"a":"two"}""", """{"_id":2,"b":1}""", """{"_id":3,"a":3}"""]);

    [Fact]
    public Task Moves_an_array_whole_where_an_operation_before_looked_for_an_object() => LifeCycle.VerifyAsync(
        static c => c.Convert("b.x", FieldType.Int32).Rename("b", "c"),
        ["""{"_id":1,"b":[{"q":1},null]}""", """{"_id":2,"b":{"x":"5","q":1}}""", """{"_id":3,"b":[]}"""],
        ["""{"_id":1,"c":[{"q":1},null]}""", """{"_id":2,"c":{"x":5,"q":1}}""", """{"_id":3,"c":[]}"""]);

    [Fact]
    public async Task Refuses_to_overwrite_a_field_and_changes_nothing()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"a":1}""", """{"_id":2,"a":1,"b":2}"""];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(static c => c.Rename("a", "b"))));

        Assert.Equal("DM6104", error.Code.Value);
        Assert.Contains("_id 2: b there is a field of that name already", error.Message, StringComparison.Ordinal);
        await LifeCycle.SameAsync(store, documents);
    }
}
