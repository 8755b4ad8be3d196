using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Sqlite.Tests.Regular;

/// <summary>The short way for regular documents gives what the in-process executor gives, and takes only documents that are regular.</summary>
public sealed class BinaryRewriteTests
{
    private static readonly ReshapeOperation[] Chain =
    [
        new RenameFieldOperation { Collection = "people", From = "name", To = "fullName" },
        new NestFieldsOperation { Collection = "people", Fields = ["street", "city"], Into = "address" },
        new RenameFieldOperation { Collection = "people", From = "address.city", To = "address.town" },
        new ConvertFieldOperation { Collection = "people", Path = "price", From = FieldType.String, To = FieldType.Double },
        new ConvertFieldOperation { Collection = "people", Path = "stock.count", From = FieldType.String, To = FieldType.Int32 },
        new RemoveFieldOperation { Collection = "people", Path = "stock.old" },
    ];

    [Theory]
    [InlineData("""{"_id":1,"name":"Ada","street":"1 Way","city":"Ely","price":"12.5","stock":{"count":"7","old":[1,2.50],"more":true},"rest":1e2}""")]
    [InlineData("""{"price":"0.5","_id":1,"city":{"a":null},"stock":{"old":null,"count":"-2147483648"},"street":false,"name":12.50,"note":"é € 𝄞"}""")]
    public async Task Rewrites_a_regular_document_as_the_process_would(string text)
    {
        var captured = new List<CapturedValue>();
        var result = await RewriteAsync(text, captured);
        Assert.NotEmpty(result);
        Assert.Empty(captured);
        var expected = new ReshapePipeline(Chain).Apply(DocumentReader.Read(text)).Document;
        Assert.True(DocumentEquality.AnyOrder.Same(expected, DocumentReader.Read(await TextAsync(result))), await TextAsync(result));
    }

    [Theory]
    [InlineData("12.50", "12.5")]
    [InlineData("12", "12.0")]
    [InlineData("10.00", "10.0")]
    public async Task Notes_a_text_that_would_not_come_back(string price, string number)
    {
        var captured = new List<CapturedValue>();
        var result = await RewriteAsync(Regular(price, "7"), captured);
        Assert.Contains($"\"price\":{number}", await TextAsync(result), StringComparison.Ordinal);
        Assert.Equal([new CapturedValue(new RowKey(5L), 3, "[\"price\"]", $"\"{price}\"", number)], captured);
    }

    [Theory]
    [InlineData("-1.5", "7")]
    [InlineData("007", "7")]
    [InlineData("1e3", "7")]
    [InlineData("0.05", "7")]
    [InlineData("", "7")]
    [InlineData("123456789.5", "7")]
    [InlineData("1.5", "2147483648")]
    [InlineData("1.5", "07")]
    [InlineData("1.5", "-0")]
    [InlineData("1.5", "+7")]
    public async Task Leaves_odd_texts_to_the_longer_way(string price, string count)
    {
        var captured = new List<CapturedValue>();
        Assert.Empty(await RewriteAsync(Regular(price, count), captured));
        Assert.Empty(captured);
    }

    [Theory]
    [InlineData("""{"_id":1,"street":"1 Way","city":"Ely","price":"12.5","stock":{"count":"7","old":1}}""")]
    [InlineData("""{"_id":1,"name":"A","fullName":"B","street":"1 Way","city":"Ely","price":"12.5","stock":{"count":"7","old":1}}""")]
    [InlineData("""{"_id":1,"name":"A","name":"B","street":"1 Way","city":"Ely","price":"12.5","stock":{"count":"7","old":1}}""")]
    [InlineData("""{"_id":1,"name":"A","street":"1 Way","city":"Ely","price":12.5,"stock":{"count":"7","old":1}}""")]
    [InlineData("""{"_id":1,"name":"A","street":"1 Way","city":"Ely","price":"12.5","stock":{"$oid":"5ca4bbcea2dd94ee58162a68"}}""")]
    [InlineData("""{"_id":1,"name":"A","street":"1 Way","city":"Ely","price":"12.5","stock":[]}""")]
    public async Task Leaves_documents_of_another_shape_to_the_longer_way(string text) => Assert.Empty(await RewriteAsync(text, []));

    [Fact]
    public async Task Survives_bytes_that_are_no_document()
    {
        var rewrite = Rewrite();
        var document = await ValueAsync<byte[]>("SELECT jsonb($1)", Regular("12.50", "7"));
        var random = new Random(7);
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = (byte[])document.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var result = rewrite.Rewrite(bytes, i, []).Length;
            Assert.True(result == 0 || result < 2 * bytes.Length);
        }
    }

    private static string Regular(string price, string count) =>
        $$$"""{"_id":1,"name":"Ada","street":"1 Way","city":"Ely","price":"{{{price}}}","stock":{"count":"{{{count}}}","old":1}}""";

    private static BinaryRewrite Rewrite() => ReshapeCompiler.Compile(Chain, CollectionTable.OwnColumn, CollectionTable.OwnKey)!.Regular!;

    private static async Task<byte[]> RewriteAsync(string text, List<CapturedValue> captured) =>
        Rewrite().Rewrite(await ValueAsync<byte[]>("SELECT jsonb($1)", text), 5, captured).ToArray();

    private static Task<string> TextAsync(byte[] document) => ValueAsync<string>("SELECT json($1)", document);

    private static async Task<T> ValueAsync<T>(string sql, object value)
    {
        await using var store = new JsonStore();
        await using var connection = await store.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$1", value);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
