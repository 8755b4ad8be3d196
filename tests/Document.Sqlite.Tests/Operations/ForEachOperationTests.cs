using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class ForEachOperationTests
{
    [Fact]
    public Task Renames_in_each_element_and_back() => LifeCycle.VerifyAsync(
        static c => c.ForEach("orders", static o => o.Rename("qty", "quantity")),
        [
            """{"_id":1,"orders":[{"x":12.50,"qty":1},{"x":1},{"qty":null}]}""", """{"_id":2,"orders":[]}""", """{"_id":3,"orders":null}""", """{"_id":4}""",
            """{"_id":5,"orders":[{"quantity":"was renamed"},{"qty":2}]}""",
        ],
        [
            """{"_id":1,"orders":[{"x":12.50,"quantity":1},{"x":1},{"quantity":null}]}""", """{"_id":2,"orders":[]}""", """{"_id":3,"orders":null}""", """{"_id":4}""",
            """{"_id":5,"orders":[{"quantity":"was renamed"},{"quantity":2}]}""",
        ]);

    [Fact]
    public Task Reaches_arrays_in_arrays() => LifeCycle.VerifyAsync(
        static c => c.ForEach("orders", static o => o
            .ForEach("lines", static l => l.Rename("qty", "quantity").Add("unit", "piece"))
            .Nest(["street"], "address")),
        ["""{"_id":1,"orders":[{"street":"x","lines":[{"qty":1},{"qty":2,"unit":"kg"}]},{"lines":[]},{"street":null}]}"""],
        [
            """{"_id":1,"orders":[{"address":{"street":"x"},"lines":[{"quantity":1,"unit":"piece"},{"quantity":2,"unit":"kg"}]},{"lines":[]},{"address":{"street":null}}]}""",
        ]);

    [Fact]
    public Task Brings_back_whole_arrays_where_elements_lost_something() => LifeCycle.VerifyAsync(
        static c => c.ForEach("lines", static l => l.Remove("old").Convert("price", FieldType.Double)),
        ["""{"_id":1,"lines":[{"old":1,"price":"12.50"},{"price":7},{"old":{"deep":1e2}}]}"""],
        ["""{"_id":1,"lines":[{"price":12.5},{"price":7.0},{}]}"""]);

    [Fact]
    public async Task Goes_back_element_by_element_where_the_array_was_edited()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"lines":[{"price":"12.50"},{"price":"3.0"}]}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double, from: FieldType.String))));
        await store.EditAsync("docs", 1, """{"_id":1,"lines":[{"price":12.5},{"price":99.5}]}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"lines":[{"price":"12.5"},{"price":"99.5"}]}"""]);
    }

    [Fact]
    public async Task Names_the_element_that_does_not_fit()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"lines":[{"price":"1.5"},{"price":"free"}]}"""];
        await store.FillAsync("docs", documents);

        var error = await Assert.ThrowsAsync<DataException>(() =>
            store.ApplyAsync(LifeCycle.Operations(static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double)))));

        Assert.Contains("element 1, price: a string that can't be converted to Double", error.Message, StringComparison.Ordinal);
        await LifeCycle.SameAsync(store, documents);
    }

    [Fact]
    public Task Keeps_an_element_that_does_not_fit_where_it_is_told_to() => LifeCycle.VerifyAsync(
        static c => c.ForEach("lines", static l => l.Convert("price", FieldType.Double, onError: OnError.Keep), OnError.Keep),
        ["""{"_id":1,"lines":[{"price":"1.5"},{"price":"free"},7]}"""],
        ["""{"_id":1,"lines":[{"price":1.5},{"price":"free"},7]}"""]);
}
