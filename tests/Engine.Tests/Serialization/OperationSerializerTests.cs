using System.Text.Json.Serialization;
using DocMigrate.Backends;
using DocMigrate.CodeGeneration;
using DocMigrate.Comparison;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Serialization;

public sealed class OperationSerializerTests
{
    private readonly OperationSerializer _serializer = new([new Family()]);

    private enum Policy
    {
        Fail,
        KeepIt,
    }

    [Fact]
    public void Writes_the_kind_first_then_the_properties_in_ordinal_order_and_leaves_defaults_out()
    {
        var json = _serializer.Serialize([new AddOperation { Table = "t", Column = "é<'", Part = new Part("p", []) }]);

        Assert.Equal("""[{"kind":"add","column":"é<'","part":{"name":"p"},"table":"t"}]""", json);
    }

    [Fact]
    public void Reads_back_what_it_wrote_with_everything_set()
    {
        MigrationOperation[] operations =
        [
            new AddOperation
            {
                Table = "t", Column = "c", Policy = Policy.KeepIt, Nullable = false, Items = ["x", "😀"], Optional = [], Part = new Part("p", ["l"], 7),
            },
            new EachOperation { Operations = [new AddOperation { Table = "", Column = "c" }, new EachOperation { Operations = [] }] },
        ];

        var json = _serializer.Serialize(operations);

        Assert.Contains("\"policy\":\"keepIt\"", json, StringComparison.Ordinal);
        Assert.Equal(operations, _serializer.Deserialize(json));
        Assert.Equal(json, _serializer.Serialize(_serializer.Deserialize(json)));
    }

    [Fact]
    public void Restores_required_properties_and_lists_that_were_left_out_as_defaults()
    {
        var read = Assert.IsType<EachOperation>(Assert.Single(_serializer.Deserialize("""[{"kind":"each"}]""")));
        var add = Assert.IsType<AddOperation>(Assert.Single(_serializer.Deserialize("""[{"table":"t","kind":"add","part":{"name":"p"}}]""")));

        Assert.Empty(read.Operations);
        Assert.True(add.Nullable);
        Assert.Null(add.Optional);
        Assert.Empty(add.Part!.Labels);
    }

    [Fact]
    public void Tells_a_null_list_from_an_empty_one()
    {
        var operation = new AddOperation { Table = "t", Column = "c", Optional = [] };

        Assert.Equal("""[{"kind":"add","column":"c","optional":[],"table":"t"}]""", _serializer.Serialize([operation]));
    }

    [Fact]
    public void Skips_what_is_marked_as_not_serialised()
    {
        var json = _serializer.Serialize([new CodeOperation { Name = "n", Code = static text => text }]);

        Assert.Equal("""[{"kind":"code","name":"n"}]""", json);
        Assert.Equal("n", Assert.IsType<CodeOperation>(Assert.Single(_serializer.Deserialize(json))).Name);
    }

    [Theory]
    [InlineData("""[{"kind":"fly"}]""")]
    [InlineData("""[{"kind":"each","operations":[{"kind":"fly"}]}]""")]
    public void Refuses_an_unknown_kind_and_names_it(string json)
    {
        var error = Assert.Throws<HistoryException>(() => _serializer.Deserialize(json));

        Assert.Equal("DM2001", error.Code.Value);
        Assert.Contains("'fly'", error.Message, StringComparison.Ordinal);
        Assert.Contains("package", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("""[{"name":"n"}]""")]
    [InlineData("""[{"kind":"code","name":"n","future":1}]""")]
    [InlineData("""[{"kind":"add","policy":1}]""")]
    public void Refuses_what_is_no_list_of_operations(string json)
    {
        var error = Assert.Throws<HistoryException>(() => _serializer.Deserialize(json));

        Assert.Equal("DM2002", error.Code.Value);
    }

    [Fact]
    public void Refuses_to_write_an_operation_without_a_kind()
    {
        var error = Assert.Throws<CatalogException>(() => _serializer.Serialize([new EachOperation { Operations = [new HomelessOperation()] }]));

        Assert.Equal("DM2003", error.Code.Value);
        Assert.Contains(nameof(HomelessOperation), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_families_with_one_kind_name() =>
        Assert.Throws<ArgumentException>(() => new OperationSerializer([new Family(), new Family { Name = "other" }]));

    [Fact]
    public void Hash_depends_on_operations_and_stores_only()
    {
        var first = new AddOperation { Table = "t", Column = "ü" };
        var second = new AddOperation { Table = "t", Column = "d" };
        var hash = Hash("m.1", [], new("a", first), new("b", second));

        Assert.Matches("^v1:[0-9a-f]{64}$", hash);
        Assert.Equal(hash, Hash("other.2", [new("m", "0")], new("a", first), new("b", second)));
        Assert.Equal(Hash("m.1", [], new("a", first), new("b", first), new("a", second)), Hash("m.1", [], new("a", first), new("a", second), new("b", first)));
        Assert.NotEqual(hash, Hash("m.1", [], new("b", first), new("a", second)));
        Assert.NotEqual(hash, Hash("m.1", [], new("b", second), new("a", first)));
        Assert.NotEqual(hash, Hash("m.1", [], new("a", first), new("a", second)));
    }

    [Fact]
    public void Hash_is_the_same_in_every_version() => Assert.Equal(
        "v1:decfe975ce9ecc9cfecd16cad27b68aa9b3624a67ec054df19ab03b74e4ffb6f", Hash("m.1", [], new StoreOperation("a", new AddOperation { Table = "t", Column = "ü😀<'", Items = ["x"], Policy = Policy.KeepIt, Nullable = false })));

    private string Hash(string id, MigrationId[] dependencies, params StoreOperation[] operations) => _serializer.Hash(
        new MigrationDefinition { Id = MigrationId.Parse(id), Dependencies = [.. dependencies], Operations = [.. operations] });

    private sealed record Part(string Name, ValueList<string> Labels, int Width = 3);

    private abstract record Operation : MigrationOperation
    {
        public override string NameFragment => "fragment";

        public override string Describe() => "Does it";

        public override LossClass Loss(Direction direction) => LossClass.Lossless;

        public override IStoreState Apply(IStoreState? state) => throw new InvalidOperationException();

        public override MigrationOperation? Reverse(IStoreState? before) => null;
    }

    private sealed record AddOperation : Operation
    {
        public required string Table { get; init; }

        public required string Column { get; init; }

        public bool Nullable { get; init; } = true;

        public Policy Policy { get; init; }

        public ValueList<string> Items { get; init; } = [];

        public ValueList<string>? Optional { get; init; }

        public Part? Part { get; init; }
    }

    private sealed record EachOperation : Operation
    {
        public required ValueList<Operation> Operations { get; init; }
    }

    private sealed record CodeOperation : Operation
    {
        public required string Name { get; init; }

        [JsonIgnore]
        public required Func<string, string>? Code { get; init; }
    }

    private sealed record HomelessOperation : Operation;

    private sealed class Family : IStoreKind
    {
        public string Name { get; init; } = "fake";

        public IReadOnlyList<OperationKind> OperationKinds =>
            [new("add", typeof(AddOperation)), new("each", typeof(EachOperation)), new("code", typeof(CodeOperation))];

        public IReadOnlyList<JsonConverter> Converters => [];

        public IOperationCodeWriter CodeWriter => throw new InvalidOperationException();

        public IStoreState BuildState(IReadOnlyList<EntityModel> entities) => throw new InvalidOperationException();

        public IReadOnlyList<MigrationOperation> Compare(IStoreState? from, IStoreState? to, ComparisonContext context) => throw new InvalidOperationException();
    }
}
