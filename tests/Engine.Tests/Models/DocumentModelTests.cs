using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Models.ForeignAttributes;
using static DocMigrate.Engine.Tests.Models.Reading;

namespace DocMigrate.Engine.Tests.Models;

public sealed class DocumentModelTests
{
    private enum Tier
    {
        Basic,
        Gold,
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Level>))]
    private enum Level
    {
        Low,
    }

    [Fact]
    public void Honours_the_attributes_of_json_and_bson_libraries_by_their_names()
    {
        var profile = ReadOne(typeof(Profile));

        Assert.Equal(
            ["_id", "full_name", "mail", "phone", "Col", "ref", "Id", "Maybe"],
            profile.Properties.Select(static property => property.Name));
        Assert.Equal("catalog", profile.Store);
        Assert.True(profile.Property("Key").Key);
        Assert.False(profile.Property("Key").Nullable);
        Assert.Equal(Scalar(ScalarKind.ObjectId), profile.Property("Key").Type);
        Assert.Equal(new ListTypeModel(Scalar(ScalarKind.ObjectId)), profile.Property("Refs").Type);
        Assert.False(profile.Property("Id").Key);
    }

    [Fact]
    public void Reads_nested_classes_lists_and_maps()
    {
        var shop = ReadOne(typeof(Shop));

        var street = new PropertyModel { Name = "street", ClrName = "Street", Type = Scalar(ScalarKind.String, 80), RenamedFrom = "str", Nullable = true };
        Assert.Equal(new ObjectTypeModel([street]), shop.Property("Home").Type);
        Assert.Equal(new ListTypeModel(new ObjectTypeModel([street])), shop.Property("Others").Type);
        Assert.Equal(new MapTypeModel(new ListTypeModel(Scalar(ScalarKind.Double))), shop.Property("Ratings").Type);
        Assert.Equal(new MapTypeModel(Scalar(ScalarKind.Any)), shop.Property("Extra").Type);
        Assert.Equal(Scalar(ScalarKind.Any), shop.Property("Node").Type);
        Assert.Equal(new ListTypeModel(Scalar(ScalarKind.Any)), shop.Property("Nodes").Type);
        Assert.Equal(Scalar(ScalarKind.Binary), shop.Property("Bytes").Type);
        Assert.Equal(new ObjectTypeModel([new() { Name = "X", ClrName = "X", Type = Scalar(ScalarKind.Double) }]), shop.Property("Point").Type);
        Assert.True(shop.Property("Point").Nullable);
        Assert.Equal([new IndexModel(null, ["Others.street"], Unique: false)], shop.Indexes);
    }

    [Fact]
    public void An_enum_is_a_number_unless_a_converter_writes_its_names()
    {
        var enums = ReadOne(typeof(Enums));

        Assert.Equal(
            ["Int32", "String", "String", "String"],
            enums.Properties.Skip(1).Select(static property => ((ScalarTypeModel)property.Type).Kind.ToString()));
        Assert.Equal("Gold", enums.Property("Bson").Default);
        Assert.Equal(1, enums.Property("Number").Default);
    }

    [Theory]
    [InlineData(typeof(ById))]
    [InlineData(typeof(ByKey))]
    [InlineData(typeof(ByUnderscore))]
    [InlineData(typeof(ByStoredName))]
    public void The_id_is_stored_under_the_key_that_every_store_has(Type type)
    {
        var id = Assert.Single(ReadOne(type).Properties, static property => property.Key);

        Assert.Equal("_id", id.Name);
        Assert.False(id.Nullable);
    }

    [Collection("profiles")]
    private sealed class Profile
    {
        [BsonId, BsonRepresentation(BsonType.ObjectId)]
        public string? Key { get; set; }

        [BsonElement("full_name")]
        public string Name { get; set; } = "";

        [JsonPropertyName("mail")]
        public string? Email { get; set; }

        [JsonProperty("phone")]
        public string? Phone => Name;

        [Column("Col")]
        public int Column { get; set; }

        [JsonProperty(PropertyName = "ref"), BsonRepresentation(BsonType.ObjectId)]
        public string[] Refs { get; set; } = [];

        public int Id { get; set; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Maybe { get; set; }

        [BsonIgnore]
        public int A { get; set; }

        [JsonIgnore]
        public int B { get; set; }

        [NotMapped]
        public int C { get; set; }
    }

    [Collection("shops"), Index("Others.Street")]
    private sealed class Shop
    {
        public Address? Home { get; set; }

        public IReadOnlyList<Address> Others { get; set; } = [];

        public Dictionary<string, double[]> Ratings { get; set; } = [];

        public IDictionary<string, object>? Extra { get; set; }

        public JsonNode? Node { get; set; }

        public JsonArray? Nodes { get; set; }

        public byte[] Bytes { get; set; } = [];

        public Point? Point { get; set; }
    }

    private sealed class Address
    {
        [JsonProperty("street"), MaxLength(80), RenamedFrom("str")]
        public string? Street { get; set; }
    }

    private struct Point
    {
        public double X { get; set; }
    }

    [Collection("enums")]
    private sealed class Enums
    {
        public Guid Id { get; set; }

        [System.ComponentModel.DefaultValue(Tier.Gold)]
        public Tier Number { get; set; }

        [JsonConverter(typeof(StringEnumConverter))]
        public Tier Json { get; set; }

        public Level Level { get; set; }

        [BsonRepresentation(BsonType.String), System.ComponentModel.DefaultValue(Tier.Gold)]
        public Tier? Bson { get; set; }
    }

    [Collection("c")]
    private sealed class ById
    {
        public int Other { get; set; }

        [JsonPropertyName("id")]
        public string Id { get; set; } = "";
    }

    [Collection("c")]
    private sealed class ByKey
    {
        public int Id { get; set; }

        [Key]
        public string Code { get; set; } = "";
    }

    [Collection("c")]
    private sealed class ByUnderscore
    {
        public long _id { get; set; }
    }

    [Collection("c")]
    private sealed class ByStoredName
    {
        [JsonPropertyName("_id")]
        public required string Sku { get; set; }

        public int Id { get; set; }
    }
}
