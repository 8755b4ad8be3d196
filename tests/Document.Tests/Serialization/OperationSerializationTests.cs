using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Engine.Serialization;
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
}
