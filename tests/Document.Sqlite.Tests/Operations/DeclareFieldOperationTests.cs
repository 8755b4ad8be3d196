using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.State;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class DeclareFieldOperationTests
{
    [Fact]
    public async Task Changes_no_document_not_even_a_byte()
    {
        await using var store = new JsonStore();
        string[] documents = ["""{"_id":1,"a":1e2,"b":[12.50]}""", """{"_id":2,"a":"not an int"}"""];
        await store.FillAsync("docs", documents);
        var before = await store.QueryAsync("SELECT hex(document) FROM docs ORDER BY seq", static row => row.GetString(0));

        var counts = await store.ApplyAsync(LifeCycle.Operations(static c => c.Declare("a", FieldShape.Int32)));
        Assert.Equal(0, counts.Changed);
        Assert.Equal(before, await store.QueryAsync("SELECT hex(document) FROM docs ORDER BY seq", static row => row.GetString(0)));
        await store.RevertAsync();

        Assert.Equal(before, await store.QueryAsync("SELECT hex(document) FROM docs ORDER BY seq", static row => row.GetString(0)));
    }
}
