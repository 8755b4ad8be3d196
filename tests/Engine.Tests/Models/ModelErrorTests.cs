using System.ComponentModel;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Text.Json.Serialization;
using DocMigrate.Errors;
using static DocMigrate.Engine.Tests.Models.ForeignAttributes;
using static DocMigrate.Engine.Tests.Models.Reading;

namespace DocMigrate.Engine.Tests.Models;

public sealed class ModelErrorTests
{
    [Theory]
    [InlineData("DM2012", "'UnknownStore'|'catalogue'|'catalog'", typeof(UnknownStore))]
    [InlineData("DM2013", "'TableInDocuments'|'catalog'", typeof(TableInDocuments))]
    [InlineData("DM2014", "'First'|'Second'|'same'", typeof(First), typeof(Second))]
    [InlineData("DM2015", "'SameColumn'|'A'|'B'|'x'", typeof(SameColumn))]
    [InlineData("DM2016", "'Odd.Culture'|'CultureInfo'", typeof(Odd))]
    [InlineData("DM2016", "'OddKeys.Map'", typeof(OddKeys))]
    [InlineData("DM2017", "'Tree.Root.Children'|'Node'", typeof(Tree))]
    [InlineData("DM2018", "'BadIndex'|'Nmae'|'Name'", typeof(BadIndex))]
    [InlineData("DM2019", "'BadKey.OwnerId'|'Ownr'", typeof(BadKey))]
    [InlineData("DM2019", "'FarKey.OwnerId'|'First'", typeof(FarKey))]
    [InlineData("DM2020", "'BadDefault.Count'|'many'", typeof(BadDefault))]
    [InlineData("DM2020", "'FractionDefault.Count'|'1.5'", typeof(FractionDefault))]
    [InlineData("DM2020", "'NullDefault.Name'|'null'", typeof(NullDefault))]
    [InlineData("DM2021", "'Twofold'", typeof(Twofold))]
    [InlineData("DM2021", "'InSchema'|'sales'", typeof(InSchema))]
    [InlineData("DM2021", "'TwoNames.Name'|'a'|'b'", typeof(TwoNames))]
    [InlineData("DM2021", "'TwoIds'|'A'|'B'", typeof(TwoIds))]
    public void Names_class_and_property_and_says_what_to_do(string code, string named, params Type[] types)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(types));

        Assert.Equal(code, error.Code.Value);
        Assert.All(named.Split('|'), name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.NotEmpty(error.Remedy);
    }

    [Collection("x"), Store("catalogue")]
    private sealed class UnknownStore;

    [Table("x"), Store("catalog")]
    private sealed class TableInDocuments;

    [Table("same")]
    private sealed class First;

    [Table("same")]
    private sealed class Second;

    [Table("x")]
    private sealed class SameColumn
    {
        [Column("x")]
        public int A { get; set; }

        [Column("x")]
        public int B { get; set; }
    }

    [Collection("x")]
    private sealed class Odd
    {
        public CultureInfo? Culture { get; set; }
    }

    [Collection("x")]
    private sealed class OddKeys
    {
        public Dictionary<DateTime, int> Map { get; set; } = [];
    }

    [Collection("x")]
    private sealed class Tree
    {
        public Node? Root { get; set; }
    }

    private sealed class Node
    {
        public List<Node> Children { get; set; } = [];
    }

    [Table("x"), Index("Nmae")]
    private sealed class BadIndex
    {
        public string? Name { get; set; }
    }

    [Table("x")]
    private sealed class BadKey
    {
        [ForeignKey("Ownr")]
        public int OwnerId { get; set; }
    }

    [Table("x")]
    private sealed class FarKey
    {
        [ForeignKey("First")]
        public int OwnerId { get; set; }
    }

    [Table("x")]
    private sealed class BadDefault
    {
        [DefaultValue("many")]
        public int Count { get; set; }
    }

    [Table("x")]
    private sealed class FractionDefault
    {
        [DefaultValue(1.5)]
        public int Count { get; set; }
    }

    [Table("x")]
    private sealed class NullDefault
    {
        [DefaultValue(null)]
        public string Name { get; set; } = "";
    }

    [Table("x"), Collection("x")]
    private sealed class Twofold;

    [Table("x", Schema = "sales")]
    private sealed class InSchema;

    [Collection("x")]
    private sealed class TwoNames
    {
        [JsonPropertyName("a"), BsonElement("b")]
        public string? Name { get; set; }
    }

    [Collection("x")]
    private sealed class TwoIds
    {
        [BsonId]
        public int A { get; set; }

        [BsonId]
        public int B { get; set; }
    }
}
