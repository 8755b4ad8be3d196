using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Compilation;

public sealed class ReshapeCompilerTests
{
    private const int Newest = 25;

    private static readonly RenameFieldOperation s_rename = new() { Collection = "docs", From = "a", To = "b" };

    [Fact]
    public void Whole_fields_are_renamed_removed_and_made_by_operators() => Assert.Equal(
        """{"$rename":{"a":"b"},"$unset":{"c":true},"$set":{"d":"$5 off"}}""",
        Update(s_rename, new RemoveFieldOperation { Collection = "docs", Path = "c" }, new AddFieldOperation { Collection = "docs", Path = "d", Value = "$5 off" }));

    [Fact]
    public void A_constant_in_a_pipeline_is_a_literal() => Assert.Equal(
        """[{"$set":{"d":{"$literal":"$5 off"},"b":"$a","a":"$$REMOVE"}}]""",
        Text(Compiled([new AddFieldOperation { Collection = "docs", Path = "d", Value = "$5 off" }, s_rename]).Pipeline));

    [Fact]
    public void Fields_that_change_names_do_so_in_one_stage() => Assert.Equal(
        """[{"$set":{"a":"$b","b":"$a"}}]""", Update(new RenameFieldsOperation { Collection = "docs", Names = [("b", "a"), ("a", "b")] }));

    [Fact]
    public void A_key_that_is_no_path_is_named_as_it_is() => Assert.Equal(
        """[{"$replaceWith":{"$unsetField":{"field":{"$literal":"price.usd"},"input":{"$setField":{"field":{"$literal":"$y"},"input":"$$ROOT","value":{"$getField":{"field":{"$literal":"price.usd"},"input":"$$ROOT"}}}}}}}]""",
        Update(new RenameFieldOperation { Collection = "docs", From = DocumentPath.Of("price.usd"), To = DocumentPath.Of("$y") }));

    [Fact]
    public void A_value_in_an_object_is_not_looked_for_in_the_elements_of_an_array() => Assert.Equal(
        """{"$expr":{"$ne":[{"$type":{"$cond":[{"$eq":[{"$type":"$o"},"object"]},"$o.a","$$REMOVE"]}},"missing"]}}""",
        Text(Compiled([new RemoveFieldOperation { Collection = "docs", Path = "o.a" }]).Filter));

    [Fact]
    public void The_id_of_a_document_never_changes() =>
        Assert.Null(ReshapeCompiler.Compile([new RenameFieldOperation { Collection = "docs", From = "_id", To = "b" }], Newest));

    [Fact]
    public void A_chain_keeps_its_promises_in_terms_of_the_document_as_read()
    {
        var compiled = Compiled([s_rename, new RemoveFieldOperation { Collection = "docs", Path = "b" }]);

        var keep = Assert.Single(compiled.Keeps);
        Assert.Equal((1, "b", "$a"), (keep.Operation, Assert.Single(keep.Path), (string?)keep.Taken));
        Assert.Null(keep.Put);
    }

    [Theory]
    [InlineData("a", "b", 7)]
    [InlineData("o.a", "o.b", 13)]
    public void It_says_which_server_it_needs(string from, string to, int version)
    {
        var rename = new RenameFieldOperation { Collection = "docs", From = from, To = to };

        Assert.Equal(version, Compiled([rename]).WireVersion);
        Assert.NotNull(ReshapeCompiler.Compile([rename], version));
        Assert.Null(ReshapeCompiler.Compile([rename], version - 1));
    }

    [Fact]
    public void Converting_needs_update_pipelines() =>
        Assert.Equal(8, Compiled([new ConvertFieldOperation { Collection = "docs", Path = "a", To = FieldType.Int32 }]).WireVersion);

    [Fact]
    public void A_literal_is_no_operator() => Assert.Equal(
        7, Compiled([new AddFieldOperation { Collection = "docs", Path = "a", Value = new JObject(new JProperty("$setField", 1)) }]).WireVersion);

    [Fact]
    public void Reasons_say_what_the_server_lacks_or_can_not_do()
    {
        Assert.Equal(
            "needs MongoDB 5.0, and the server is 4.4: documents are read, changed and written back",
            ReshapeCompiler.Reason(new RenameFieldOperation { Collection = "docs", From = "o.a", To = "o.b" }, 9));
        Assert.StartsWith("C# code: ", ReshapeCompiler.Reason(new TransformDocumentsOperation { Collection = "docs", Name = "x", Code = "" }, Newest), StringComparison.Ordinal);
        Assert.StartsWith(
            "MongoDB can't compute now in just the same way: ",
            ReshapeCompiler.Reason(new SetFieldOperation { Collection = "docs", Path = "a", Value = Expressions.NowExpression.Instance }, Newest),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "dates by formats or epochs",
            ReshapeCompiler.Reason(new ConvertFieldOperation { Collection = "docs", Path = "a", To = FieldType.Int32, Rules = new ConversionRules { Truncate = true } }, Newest),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "MongoDB can't tell in just the same way where ",
            ReshapeCompiler.Reason(s_rename with { Where = Expressions.DocumentExpression.Of(static d => d.Path("a").EqualTo(Expressions.NowExpression.Instance)) }, Newest),
            StringComparison.Ordinal);
    }

    private static MongoReshape Compiled(ReshapeOperation[] operations) => ReshapeCompiler.Compile(operations, Newest)!;

    private static string Update(params ReshapeOperation[] operations) => Text(Compiled(operations).Update);

    private static string Text(JToken token) => DocumentWriter.Write(token);
}
