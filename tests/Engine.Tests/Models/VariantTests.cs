using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DocMigrate.Errors;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Models.ForeignAttributes;
using static DocMigrate.Engine.Tests.Models.Reading;

namespace DocMigrate.Engine.Tests.Models;

/// <summary>Classes whose documents are of several classes, and values that are one of a few texts.</summary>
public sealed class VariantTests
{
    private enum State
    {
        Open,

        [RenamedFrom("Shut")]
        Closed,
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Named>))]
    private enum Named
    {
        [JsonStringEnumMemberName("first")]
        One,
    }

    [Flags]
    private enum Flags
    {
        A = 1,
        B = 2,
    }

    private static ScalarTypeModel Texts(ScalarKind kind, params NamedValue[] values) => new(kind) { Values = [.. values] };

    [Fact]
    public void The_classes_of_a_json_hierarchy_are_one_shape_with_a_discriminator()
    {
        var pets = ReadOne(typeof(Pet));

        Assert.Equal(["kind", "_id", "Name", "Lives", "Tricks"], pets.Properties.Select(static property => property.Name));
        Assert.Equal(Texts(ScalarKind.String, new NamedValue("cat", "kitty"), new("dog")), pets.Property("kind").Type);
        Assert.False(pets.Property("kind").Nullable);
        Assert.False(pets.Property("Name").Nullable);
    }

    [Fact]
    public void What_only_a_derived_class_has_may_be_missing_and_gets_no_default()
    {
        var lives = ReadOne(typeof(Pet)).Property("Lives");

        Assert.True(lives.Nullable);
        Assert.False(lives.HasDefault);
    }

    [Fact]
    public void The_classes_of_a_bson_hierarchy_are_told_apart_by_t_as_text_or_array()
    {
        var shapes = ReadOne(typeof(Shape));

        Assert.Equal(Texts(ScalarKind.Any, new NamedValue("Shape"), new("Shape/circle"), new("Shape/Square", "Shape/Quad"), new("Shape/Square/Cube", "Shape/Quad/Cube")), shapes.Property("_t").Type);
        Assert.True(shapes.Property("_t").Nullable);
        Assert.Equal(["_t", "_id", "Radius", "Side", "Depth"], shapes.Properties.Select(static property => property.Name));
    }

    [Fact]
    public void Variants_are_found_in_lists_and_in_lists_of_variants()
    {
        var element = (ObjectTypeModel)((ListTypeModel)ReadOne(typeof(Box)).Property("Things").Type).Element;

        Assert.Equal(["$type", "Name", "Weight"], element.Properties.Select(static property => property.Name));
        Assert.Equal(Texts(ScalarKind.String, new NamedValue("stone")), element.Properties[0].Type);
    }

    [Fact]
    public void A_derived_class_may_say_itself_that_it_is_in_the_same_collection()
    {
        var entity = Assert.Single(Read(typeof(Person), typeof(Employee)));

        Assert.Equal("Person", entity.ClrName);
        Assert.Equal(["_t", "_id", "Salary"], entity.Properties.Select(static property => property.Name));
        Assert.Equal(Texts(ScalarKind.String, new NamedValue("Person"), new("Employee")), entity.Property("_t").Type);
    }

    [Fact]
    public void A_configuration_says_the_same_and_wins()
    {
        var plants = Read(typeof(Plant), typeof(PlantModel)).Single();

        Assert.Equal(Texts(ScalarKind.String, new NamedValue("T")), plants.Property("sort").Type);
        Assert.Equal(["sort", "_id", "Height"], plants.Properties.Select(static property => property.Name));
    }

    [Fact]
    public void Refuses_a_class_that_json_and_bson_tell_apart_in_two_ways()
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(typeof(TwoWays)));

        Assert.Equal("DM2021", error.Code.Value);
        Assert.Contains("'TwoWays'", error.Message, StringComparison.Ordinal);
        Assert.Contains(".Variant<TwoWaysInside>", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_with_two_types_is_anything()
    {
        Assert.Equal(Scalar(ScalarKind.Any), ReadOne(typeof(Mixed)).Property("Size").Type);
    }

    [Fact]
    public void Refuses_a_class_that_contains_itself_through_a_variant_or_a_list()
    {
        foreach (var type in (Type[])[typeof(Tree), typeof(Owner)])
        {
            var error = Assert.Throws<ConfigurationException>(() => Read(type));

            Assert.Equal("DM2017", error.Code.Value);
            Assert.Contains(".Ignore()", error.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_enum_as_text_is_one_of_the_names_that_the_converter_writes()
    {
        var issue = ReadOne(typeof(Issue));

        Assert.Equal(Texts(ScalarKind.String, new NamedValue("Open"), new("Closed", "Shut")), issue.Property("State").Type);
        Assert.Equal(Texts(ScalarKind.String, new NamedValue("first")), issue.Property("Named").Type);
        Assert.Equal("first", issue.Property("Named").Default);
        Assert.Equal(Scalar(ScalarKind.String), issue.Property("Flags").Type);
        Assert.Equal(new ListTypeModel(Texts(ScalarKind.String, new NamedValue("Open"), new("Closed", "Shut"))), issue.Property("Past").Type);
    }

    [Fact]
    public void A_record_an_extension_and_maps_with_odd_keys_are_read_as_they_are_stored()
    {
        var entity = Read(typeof(Recorded), typeof(RecordedModel)).Single();

        Assert.Equal(["_id", "title", "ByDay", "ByNumber", "ById", "State"], entity.Properties.Select(static property => property.Name));
        Assert.False(entity.Property("Title").Nullable);
        Assert.All(["ByDay", "ByNumber", "ById"], name => Assert.IsType<MapTypeModel>(entity.Property(name).Type));
        Assert.Equal(Texts(ScalarKind.String, new NamedValue("Open"), new("Closed", "Shut")), entity.Property("State").Type);
    }

    [Fact]
    public void A_versioned_collection_has_the_field_of_its_stamp()
    {
        Assert.Equal("_v", ReadOne(typeof(Issue)).StampField);
        Assert.Equal("ver", Read(typeof(Recorded), typeof(RecordedModel)).Single().StampField);
        Assert.Null(ReadOne(typeof(Pet)).StampField);
    }

    [Collection("pets"), JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(Cat), "cat"), JsonDerivedType(typeof(Dog), "dog")]
    private abstract class Pet
    {
        public int Id { get; set; }

        public required string Name { get; set; }
    }

    [RenamedFrom("kitty")]
    private sealed class Cat : Pet
    {
        [System.ComponentModel.DefaultValue(9)]
        public int Lives { get; init; }
    }

    private sealed class Dog : Pet
    {
        public string[] Tricks { get; set; } = [];
    }

    [Collection("shapes"), BsonDiscriminator(RootClass = true), BsonKnownTypes(typeof(Circle), typeof(Square))]
    private class Shape
    {
        public string Id { get; set; } = "";
    }

    [BsonDiscriminator("circle")]
    private sealed class Circle : Shape
    {
        public double Radius { get; set; }
    }

    [BsonKnownTypes(typeof(Cube)), RenamedFrom("Quad")]
    private class Square : Shape
    {
        public double Side { get; set; }
    }

    private sealed class Cube : Square
    {
        public double Depth { get; set; }
    }

    [Collection("boxes")]
    private sealed class Box
    {
        public int Id { get; set; }

        public List<Thing> Things { get; set; } = [];
    }

    [JsonDerivedType(typeof(Stone), "stone")]
    private class Thing
    {
        public string? Name { get; set; }
    }

    private sealed class Stone : Thing
    {
        public double Weight { get; set; }
    }

    [Collection("people")]
    private class Person
    {
        public int Id { get; set; }
    }

    [Collection("people")]
    private sealed class Employee : Person
    {
        public decimal Salary { get; set; }
    }

    [Collection("plants"), JsonDerivedType(typeof(Flower), "flower")]
    private class Plant
    {
        public int Id { get; set; }
    }

    private sealed class Flower : Plant;

    private sealed class Oak : Plant
    {
        public double Height { get; set; }
    }

    private sealed class PlantModel : ModelConfiguration
    {
        public override void Configure(ModelBuilder model) => model.Entity<Plant>().Discriminator("sort").Variant<Oak>("T");
    }

    [Collection("two"), JsonDerivedType(typeof(TwoWaysInside), "x"), BsonKnownTypes(typeof(TwoWaysInside))]
    private class TwoWays
    {
        public int Id { get; set; }
    }

    private sealed class TwoWaysInside : TwoWays;

    [Collection("mixed"), JsonDerivedType(typeof(Small), "s"), JsonDerivedType(typeof(Large), "l")]
    private class Mixed
    {
        public int Id { get; set; }
    }

    private sealed class Small : Mixed
    {
        public int Size { get; set; }
    }

    private sealed class Large : Mixed
    {
        public string? Size { get; set; }
    }

    [Collection("trees")]
    private sealed class Tree
    {
        public int Id { get; set; }

        public List<Tree> Children { get; set; } = [];
    }

    [Collection("owners"), JsonDerivedType(typeof(Keeper), "k")]
    private class Owner
    {
        public int Id { get; set; }
    }

    private sealed class Keeper : Owner
    {
        public Keeper? Deputy { get; set; }
    }

    [Collection("issues"), Versioned]
    private sealed class Issue
    {
        public int Id { get; set; }

        [BsonRepresentation(BsonType.String)]
        public State State { get; set; }

        [System.ComponentModel.DefaultValue(VariantTests.Named.One)]
        public Named Named { get; set; }

        [BsonRepresentation(BsonType.String)]
        public Flags Flags { get; set; }

        [BsonRepresentation(BsonType.String)]
        public State[] Past { get; set; } = [];
    }

    [Collection("recorded")]
    private sealed record Recorded([property: Key] Guid Code, [property: JsonPropertyName("title")] string Title)
    {
        public Dictionary<DayOfWeek, int> ByDay { get; init; } = [];

        public Dictionary<int, string> ByNumber { get; init; } = [];

        public IReadOnlyDictionary<Guid, double>? ById { get; init; }

        public State State { get; init; }

        [JsonExtensionData]
        public Dictionary<string, object>? Rest { get; init; }

        [BsonExtraElements]
        public Dictionary<string, object>? More { get; init; }
    }

    private sealed class RecordedModel : ModelConfiguration
    {
        public override void Configure(ModelBuilder model) =>
            model.Entity<Recorded>().Versioned("ver").Property(static x => x.State).StoredAs(ScalarKind.String);
    }
}
