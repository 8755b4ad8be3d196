using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Building;

public sealed class DocumentsBuilderTests
{
    private static T Single<T>(Action<DocMigrate.Document.Building.DocumentsBuilder> build)
    {
        var migration = new MigrationBuilder(new MigrationId("shop", "0001_initial"));
        migration.Documents("catalog", "people", build);
        return Assert.IsType<T>(Assert.Single(migration.ToDefinition().OperationsOn("catalog")));
    }

    [Theory]
    [InlineData(5, "5")]
    [InlineData(5L, """{"$numberLong":"5"}""")]
    [InlineData(5.0, "5.0")]
    [InlineData("x", "\"x\"")]
    [InlineData('x', "\"x\"")]
    [InlineData(null, "null")]
    public void A_value_keeps_its_type(object? value, string expected) =>
        Assert.Equal(expected, DocumentWriter.Write(Single<AddFieldOperation>(c => c.Add("a", value)).Value));

    [Fact]
    public void An_integer_in_a_token_gets_the_narrowest_width() =>
        Assert.Equal("""{"n":5}""", DocumentWriter.Write(Single<AddFieldOperation>(c => c.Add("a", new JObject { ["n"] = 5 })).Value));

    [Fact]
    public void A_transform_knows_its_source_however_it_is_laid_out()
    {
        static JObject Same(JObject document) => document;

        var plain = Single<TransformDocumentsOperation>(c => c.Transform("x", d => Same(d), keepOriginal: true));
        var spread = Single<TransformDocumentsOperation>(c => c.Transform(
            "x",
            d => // the same
                Same(d),
            keepOriginal: true));
        var other = Single<TransformDocumentsOperation>(c => c.Transform("x", d => Same(Same(d)), keepOriginal: true));
        var both = Single<TransformDocumentsOperation>(c => c.Transform("x", Same, reverse: Same));

        Assert.Equal(plain, spread);
        Assert.Equal("d => Same(d)", plain.Code);
        Assert.NotEqual(plain, other);
        Assert.True(both.HasReverse);
        Assert.Equal("Same; Same", both.Code);
    }

    [Theory]
    [InlineData("a /* b */ +\n  c // d", "a + c")]
    [InlineData("\"a  // b\" + 'c'", "\"a  // b\" + 'c'")]
    [InlineData("@\"a\\\"  +  \"\"", "@\"a\\\" + \"\"")]
    [InlineData("@\"a\"\"  b\"  + c", "@\"a\"\"  b\" + c")]
    [InlineData("\"\"\"a \"  b\"\"\"  +  c", "\"\"\"a \"  b\"\"\" + c")]
    [InlineData("\"open  end", "\"open  end")]
    public void Comments_and_layout_do_not_count_and_text_does(string source, string expected) =>
        Assert.Equal(expected, DocMigrate.Document.Building.SourceText.Normalize(source));

    [Fact]
    public void Operations_inside_ForEach_have_no_collection()
    {
        var each = Single<ForEachOperation>(c => c.ForEach("orders", o => o.Rename("qty", "quantity")));

        Assert.Equal("", each.Operations[0].Collection);
        Assert.Equal("people", each.Collection);
    }

    [Fact]
    public void An_index_without_a_name_gets_one_of_collection_and_paths() =>
        Assert.Equal("ix_people_address_city_name", Single<CreateDocumentIndexOperation>(c => c.CreateIndex(["address.city", "name"])).Name);
}
