using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Document.Tests.Operations;

public sealed class CollectionOperationTests
{
    private static readonly CreateCollectionOperation Create = new()
    {
        Collection = "people",
        Shape = FieldShape.Object(s => s
            .Field("name", FieldShape.String)
            .Field("age", FieldShape.String.OrNull())
            .Field("address", FieldShape.Object(a => a.Field("city", FieldShape.String)))
            .Field("tiers", FieldShape.Map(FieldShape.Object(t => t.Field("rank", FieldShape.Int32))))
            .Field("orders", FieldShape.List(FieldShape.Object(o => o.Field("qty", FieldShape.Int32))))),
    };

    private static readonly IStoreState People = Create.Apply(null);

    public static TheoryData<string> Operations => [.. Examples.Keys];

    private static Dictionary<string, DocumentOperation> Examples { get; } = new DocumentOperation[]
    {
        new CreateCollectionOperation { Collection = "other" },
        new DropCollectionOperation { Collection = "people" },
        new DropCollectionOperation { Collection = "never declared" },
        new RenameCollectionOperation { Collection = "people", To = "persons" },
        new RenameCollectionOperation { Collection = "never declared", To = "declared" },
        new CreateDocumentIndexOperation { Collection = "people", Name = "ix", Paths = ["name", "address.city"], Unique = true },
        new CreateDocumentIndexOperation { Collection = "never declared", Name = "ix", Paths = ["name"] },
        new ContractCollectionOperation { Collection = "people" },
        new AddFieldOperation { Collection = "people", Path = "tier", Value = DocumentValue.Of("gold") },
        new AddFieldOperation { Collection = "people", Path = "age", Value = DocumentValue.Of("0"), Shape = FieldShape.String },
        new RemoveFieldOperation { Collection = "people", Path = "address.city" },
        new RemoveFieldOperation { Collection = "people", Path = "not known" },
        new RenameFieldOperation { Collection = "people", From = "name", To = "address.name" },
        new ConvertFieldOperation { Collection = "people", Path = "age", To = FieldType.Int32 },
        new ConvertFieldOperation { Collection = "people", Path = "age", To = FieldType.Int32, From = FieldType.String },
        new MapToArrayOperation { Collection = "people", Path = "tiers", KeyField = "id" },
        new MapToArrayOperation { Collection = "people", Path = "tiers", KeyField = "id", ValueField = "v" },
        new FlattenFieldOperation { Collection = "people", Path = "address", Fields = ["city"] },
        new NestFieldsOperation { Collection = "people", Fields = ["name", "age"], Into = "person" },
        new DeclareFieldOperation { Collection = "people", Path = "name" },
        new ForEachOperation
        {
            Collection = "people", Path = "orders", Operations = [new RenameFieldOperation { Collection = "", From = "qty", To = "quantity" }],
        },
        new RestoreCollectionOperation { Collection = "gone", Shape = new CollectionShape { Name = "gone" } },
    }.ToDictionary(static operation => operation.Describe() + (operation is ConvertFieldOperation { From: { } } ? " and back" : "") + (operation is MapToArrayOperation { ValueField: not null } ? " of values" : ""));

    [Theory]
    [MemberData(nameof(Operations))]
    public void Forth_and_back_gives_the_state_that_was(string name)
    {
        var operation = Examples[name];

        var after = operation.Apply(People);
        var reverse = Assert.IsAssignableFrom<MigrationOperation>(operation.Reverse(People));

        Assert.Equal(People, reverse.Apply(after));
        Assert.Equal(after, operation.Apply(reverse.Apply(after)));
    }

    [Fact]
    public void What_is_done_to_a_shape_is_seen_in_it()
    {
        static FieldShape After(DocumentOperation operation) => DocumentSchema.From(operation.Apply(People)).Collection("people")!.Shape;

        Assert.Equal(FieldShape.Int32.OrNull(), After(Examples["Convert field age in people to Int32"]).Field("age"));
        Assert.Equal(
            FieldShape.List(FieldShape.Object(s => s.Field("id", FieldShape.String).Field("rank", FieldShape.Int32))),
            After(new MapToArrayOperation { Collection = "people", Path = "tiers", KeyField = "id" }).Field("tiers"));
        Assert.Null(After(new FlattenFieldOperation { Collection = "people", Path = "address", Fields = ["city"] }).Field("address"));
        Assert.Equal(FieldShape.String, After(new AddFieldOperation { Collection = "people", Path = "tier", Value = DocumentValue.Of("x") }).Field("tier"));
    }

    [Fact]
    public void Refuses_what_does_not_fit_the_state()
    {
        static string Code(DocumentOperation operation) => Assert.Throws<StateException>(() => operation.Apply(People)).Code.Value;

        Assert.Equal("DM5101", Code(Create));
        Assert.Equal("DM5101", Code(new RenameCollectionOperation { Collection = "other", To = "people" }));
        Assert.Equal("DM5102", Code(new RenameFieldOperation { Collection = "people", From = "age", To = "name" }));
        Assert.Equal("DM5102", Code(new SplitFieldOperation { Collection = "people", Path = "address", Into = ["name", "x"], Separator = "," }));
        Assert.Equal("DM5104", Code(new DropDocumentIndexOperation { Collection = "people", Name = "ix" }));
        Assert.Equal("DM5105", Code(new CreateDocumentIndexOperation { Collection = "people", Name = "ix", Paths = [] }));
        var indexed = Examples["Create unique index ix on people (name, address.city)"].Apply(People);
        Assert.Equal("DM5103", Assert.Throws<StateException>(() => Examples["Create unique index ix on people (name, address.city)"].Apply(indexed)).Code.Value);
    }

    [Fact]
    public void Dropping_an_index_goes_back_by_what_the_state_knows_of_it()
    {
        var create = Examples["Create unique index ix on people (name, address.city)"];
        var indexed = create.Apply(People);

        Assert.Equal(create, new DropDocumentIndexOperation { Collection = "people", Name = "ix" }.Reverse(indexed));
    }

    [Fact]
    public void A_name_fragment_is_made_of_lower_case_words() =>
        Assert.Equal("order_lines_unit_price", new AddFieldOperation { Collection = "OrderLines", Path = "unitPrice", Value = DocumentValue.Of(1) }.NameFragment);
}
