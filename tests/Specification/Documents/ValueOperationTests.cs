using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>Operations on values: converted, split, joined.</summary>
public abstract class ValueOperationTests : DocumentSuite
{
    [Fact]
    public Task Convert_makes_numbers_of_texts_and_brings_the_texts_back() => VerifyAsync(
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
    public Task Convert_converts_and_restores(FieldType to, string value, string converted) => VerifyAsync(
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
    public async Task Convert_refuses_what_it_would_have_to_round_or_guess(FieldType to, string value)
    {
        await using var store = await OpenAsync();
        var document = $$"""{"_id":1,"v":{{value}}}""";
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(c => c.Convert("v", to))));

        Assert.Contains($"can't be converted to {to}", error.Message, StringComparison.Ordinal);
        await SameAsync(store, [document]);
    }

    [Fact]
    public async Task Convert_converts_back_what_was_edited_since_where_it_knows_the_type()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.50"}""", """{"_id":2,"price":"7.50"}"""]);
        await store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await store.EditAsync("docs", 1, """{"_id":1,"price":99.5}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"price":"99.5"}""", """{"_id":2,"price":"7.50"}"""]);
    }

    [Fact]
    public async Task Convert_brings_back_on_the_second_way_forth_what_only_the_way_back_could_not_write()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"price":"12.5"}"""]);
        await store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await store.RevertAsync();
        await store.EditAsync("docs", 1, """{"_id":1,"price":"13.250"}""");

        await store.ApplyAsync(Operations(static c => c.Convert("price", FieldType.Double, from: FieldType.String)));
        await SameAsync(store, ["""{"_id":1,"price":13.25}"""]);
        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"price":"13.250"}"""]);
    }

    [Fact]
    public Task Split_splits_at_the_first_separators_and_joins_again() => VerifyAsync(
        static c => c.Split("name", ["first", "last"], " "),
        [
            """{"_id":1,"name":"Ada Lovelace"}""", """{"_id":2,"name":"Ludwig van Beethoven"}""", """{"_id":3,"name":"Plato"}""", """{"_id":4,"name":" lead"}""",
            """{"_id":5,"name":""}""", """{"_id":6,"name":null}""", """{"_id":7}""", """{"_id":8,"name":"tab\there \"q\""}""", """{"_id":9,"first":"had one"}""",
        ],
        [
            """{"_id":1,"first":"Ada","last":"Lovelace"}""", """{"_id":2,"first":"Ludwig","last":"van Beethoven"}""", """{"_id":3,"first":"Plato"}""",
            """{"_id":4,"first":"","last":"lead"}""", """{"_id":5,"first":""}""", """{"_id":6,"first":null}""", """{"_id":7}""",
            """{"_id":8,"first":"tab\there","last":"\"q\""}""", """{"_id":9,"first":"had one"}""",
        ]);

    [Fact]
    public Task Split_splits_into_three_inside_an_object() => VerifyAsync(
        static c => c.Split("on.date", ["year", "month", "day"], "-"),
        ["""{"_id":1,"on":{"date":"2024-02-29"}}""", """{"_id":2,"on":{"date":"2024-02"}}"""],
        ["""{"_id":1,"on":{"year":"2024","month":"02","day":"29"}}""", """{"_id":2,"on":{"year":"2024","month":"02"}}"""]);

    [Fact]
    public async Task Split_joins_what_was_edited_since()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"name":"Ada Byron"}"""]);
        await store.ApplyAsync(Operations(static c => c.Split("name", ["first", "last"], " ")));
        await store.EditAsync("docs", 1, """{"_id":1,"first":"Ada","last":"King Lovelace"}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"name":"Ada King Lovelace"}"""]);
    }

    [Theory]
    [InlineData("""{"_id":7,"name":5}""", "_id 7: name an int32 can't be split")]
    [InlineData("""{"_id":7,"name":"a b","last":1}""", "_id 7: last there is a field of that name already")]
    public async Task Split_refuses_what_is_no_text_and_targets_that_are_there(string document, string expected)
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", [document]);

        var error = await Assert.ThrowsAsync<DataException>(() => store.ApplyAsync(Operations(static c => c.Split("name", ["first", "last"], " "))));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        await SameAsync(store, [document]);
    }

    [Fact]
    public Task Join_joins_and_gives_the_very_parts_back() => VerifyAsync(
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
    public async Task Join_splits_what_was_edited_since()
    {
        await using var store = await OpenAsync();
        await store.FillAsync("docs", ["""{"_id":1,"first":"Mary Ann","last":"Evans"}"""]);
        await store.ApplyAsync(Operations(static c => c.Join(["first", "last"], "name", " ")));
        await store.EditAsync("docs", 1, """{"_id":1,"name":"George Eliot"}""");

        await store.RevertAsync();

        await SameAsync(store, ["""{"_id":1,"first":"George","last":"Eliot"}"""]);
    }
}
