using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Errors;

namespace DocMigrate.Document.Sqlite.Tests.Operations;

public sealed class ConvertFieldOperationTests
{
    [Fact]
    public Task Makes_numbers_of_texts_and_brings_the_texts_back() => LifeCycle.VerifyAsync(
        static c => c.Convert("price", FieldType.Double, from: FieldType.String),
        [
            """{"_id":1,"price":"12.5"}""", """{"_id":2,"price":"12.50"}""", """{"_id":3,"price":"1e2"}""", """{"_id":4,"price":12}""",
            """{"_id":5,"price":12.25}""", """{"_id":6,"price":null}""", """{"_id":7}""", """{"_id":8,"price":"-0"}""", """{"_id":9,"price":{"$numberDecimal":"1.50"}}""",
        ],
        [
            """{"_id":1,"price":12.5}""", """{"_id":2,"price":12.5}""", """{"_id":3,"price":100.0}""", """{"_id":4,"price":12.0}""",
            """{"_id":5,"price":12.25}""", """{"_id":6,"price":null}""", """{"_id":7}""", """{"_id":8,"price":-0.0}""", """{"_id":9,"price":1.5}""",
        ]);

    [Theory]
    [InlineData(FieldType.Int32, "\"12\"", "12")]
    [InlineData(FieldType.Int32, "12.0", "12")]
    [InlineData(FieldType.Int32, "{\"$numberLong\":\"12\"}", "12")]
    [InlineData(FieldType.Int64, "12", "{\"$numberLong\":\"12\"}")]
    [InlineData(FieldType.Int64, "\"12\"", "{\"$numberLong\":\"12\"}")]
    [InlineData(FieldType.Int64, "\"9007199254740993\"", "9007199254740993")]
    [InlineData(FieldType.Double, "\"0.1\"", "0.1")]
    [InlineData(FieldType.Decimal, "\"1.50\"", "{\"$numberDecimal\":\"1.50\"}")]
    [InlineData(FieldType.Decimal, "12.5", "{\"$numberDecimal\":\"12.5\"}")]
    [InlineData(FieldType.Boolean, "\"true\"", "true")]
    [InlineData(FieldType.String, "12.5", "\"12.5\"")]
    [InlineData(FieldType.String, "{\"$oid\":\"5ca4bbcea2dd94ee58162a68\"}", "\"5ca4bbcea2dd94ee58162a68\"")]
    [InlineData(FieldType.DateTime, "\"2024-02-29T12:00:00Z\"", "{\"$date\":\"2024-02-29T12:00:00Z\"}")]
    [InlineData(FieldType.ObjectId, "\"5ca4bbcea2dd94ee58162a68\"", "{\"$oid\":\"5ca4bbcea2dd94ee58162a68\"}")]
    public Task Converts_and_restores(FieldType to, string value, string converted) => LifeCycle.VerifyAsync(
        c => c.Convert("v", to),
        [$$"""{"_id":1,"v":{{value}},"other":12.50}"""],
        [$$"""{"_id":1,"v":{{converted}},"other":12.50}"""]);

    [Theory]
    [InlineData(FieldType.Int32, "12.5")]
    [InlineData(FieldType.Int32, "2147483648")]
    [InlineData(FieldType.Int32, "\"12.0\"")]
    [InlineData(FieldType.Int64, "\" 12\"")]
    [InlineData(FieldType.Double, "\"1E400\"")]
    [InlineData(FieldType.Double, "9007199254740993")]
    [InlineData(FieldType.Boolean, "\"yes\"")]
    [InlineData(FieldType.Boolean, "1")]
    [InlineData(FieldType.String, "{\"a\":1}")]
    [InlineData(FieldType.String, "[]")]
    [InlineData(FieldType.ObjectId, "\"short\"")]
    public async Task Refuses_what_it_would_have_to_round_or_guess(FieldType to, string value)
    {
        await using var store = new JsonStore();
        var document = $$"""{"_id":1,"v":{{value}}}""";
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(LifeCycle.Operations(c => c.Convert("v", to))));

        Assert.Contains($"can't be converted to {to}", error.Message, StringComparison.Ordinal);
        Assert.Equal([document], await store.TextsAsync("docs"));
    }

    [Fact]
    public async Task Converts_back_what_was_edited_since_where_it_knows_the_type()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.50"}""", """{"_id":2,"price":"7.50"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await store.EditAsync("docs", 1, """{"_id":1,"price":99.5}""");

        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":"99.5"}""", """{"_id":2,"price":"7.50"}"""]);
    }

    [Fact]
    public async Task Brings_back_on_the_second_way_forth_what_only_the_way_back_could_not_write()
    {
        await using var store = new JsonStore();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.5"}"""]);
        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await store.RevertAsync();
        await store.EditAsync("docs", 1, """{"_id":1,"price":"13.250"}""");

        await store.ApplyAsync(LifeCycle.Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":13.25}"""]);
        await store.RevertAsync();

        await LifeCycle.SameAsync(store, ["""{"_id":1,"price":"13.250"}"""]);
    }
}
