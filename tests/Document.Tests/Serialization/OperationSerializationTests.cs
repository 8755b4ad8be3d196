using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Serialization;

public sealed class OperationSerializationTests
{
    private static readonly OperationSerializer Serializer = new([DocumentStoreKind.Instance]);

    [Theory]
    [InlineData("5")]
    [InlineData("""{"$numberLong":"5"}""")]
    [InlineData("5.0")]
    [InlineData("-0.0")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("""{"a.b":[1,{"$numberDecimal":"1.50"}],"":{}}""")]
    public void A_value_survives_with_its_type(string json)
    {
        MigrationOperation add = new AddFieldOperation { Collection = "c", Path = "a", Value = DocumentReader.ReadValue(json) };

        var read = Serializer.Deserialize(Serializer.Serialize([add]));

        Assert.Equal(add, Assert.Single(read));
    }

    [Fact]
    public void Operations_are_recorded_by_their_kinds_with_defaults_left_out()
    {
        MigrationOperation each = new ForEachOperation
        {
            Collection = "c",
            Path = DocumentPath.Of("orders"),
            OnError = OnError.Quarantine,
            Operations = [new ConvertFieldOperation { Collection = "", Path = DocumentPath.Of("price.usd"), To = FieldType.Int32, From = FieldType.String }],
        };

        var json = Serializer.Serialize([each]);

        Assert.Equal(each, Assert.Single(Serializer.Deserialize(json)));
        Assert.Contains("""["price.usd"]""", json, StringComparison.Ordinal);
        Assert.StartsWith("""[{"kind":"forEach",""", json, StringComparison.Ordinal);
        Assert.DoesNotContain("disjoint", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_shape_survives()
    {
        MigrationOperation create = new CreateCollectionOperation
        {
            Collection = "c",
            Shape = FieldShape.Object(s => s
                .Field("tags", FieldShape.List(FieldShape.Map(FieldShape.Int64.OrNull())).OrNull())
                .Field("address", FieldShape.Object(a => a.Field("city", FieldShape.String)))),
        };

        Assert.Equal(create, Assert.Single(Serializer.Deserialize(Serializer.Serialize([create]))));
    }

    [Fact]
    public void Of_a_transform_everything_survives_but_the_code()
    {
        var transform = new TransformDocumentsOperation
        {
            Collection = "c", Name = "phone", KeepOriginal = true, HasReverse = true, Code = "d => d", Forward = static document => document, Backward = static (JObject document) => document,
        };

        var read = Assert.IsType<TransformDocumentsOperation>(Assert.Single(Serializer.Deserialize(Serializer.Serialize([transform]))));

        Assert.Equal(transform, read);
        Assert.True(read.CodeMissing);
    }

    [Fact]
    public void An_expression_survives_by_its_kinds_and_an_absent_filter_is_not_written()
    {
        MigrationOperation set = new SetFieldOperation
        {
            Collection = "c",
            Path = "a",
            Value = DocumentExpression.Of(d => d.If(
                d.Path("x").Trim().Upper().Part(",", 1).Substring(0, 2).EqualTo("$"),
                d.Coalesce(d.Concat("a", d.Path("b")), d.Null, d.Now),
                d.Path("n").Plus(5L).ConvertTo(FieldType.DateTime, new ConversionRules { Epoch = EpochUnit.Seconds }))),
            Where = DocumentExpression.Of(d => d.Any(d.Path("t").Is(ValueKind.Array).Not(), d.Path("l").Size().GreaterThan(2.0))),
        };

        var json = Serializer.Serialize([set]);

        Assert.Equal(set, Assert.Single(Serializer.Deserialize(json)));
        Assert.Equal(json, Serializer.Serialize(Serializer.Deserialize(json)));
        Assert.Contains("""{"kind":"path","path":["x"]}""", json, StringComparison.Ordinal);
        Assert.DoesNotContain("where", Serializer.Serialize([new RemoveFieldOperation { Collection = "c", Path = "a" }]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_of_an_unknown_kind_says_so()
    {
        var error = Assert.Throws<HistoryException>(() => Serializer.Deserialize("""[{"kind":"setField","collection":"c","path":["a"],"value":{"kind":"cosine"}}]"""));

        Assert.Equal("DM6040", error.Code.Value);
        Assert.Contains("'cosine'", error.Message, StringComparison.Ordinal);
    }
}
