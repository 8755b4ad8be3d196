using DocMigrate.Comparison;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.State;

namespace DocMigrate.Document.Tests.Comparison;

public sealed class SchemaComparerTests
{
    private static readonly FieldShape Address = FieldShape.Object(s => s.Field("street", FieldShape.String).Field("city", FieldShape.String.OrNull()));

    private static readonly FieldShape Order = FieldShape.Object(s => s.Field("qty", FieldShape.Int32).Field("sku", FieldShape.String));

    private static DocumentSchema Schema(Action<ShapeBuilder> build, params DocumentIndexShape[] indexes) =>
        DocumentSchema.Empty.With(new CollectionShape { Name = "people", Shape = FieldShape.Object(build), Indexes = indexes.ToValueList() });

    /// <summary>Compares, and holds that the operations lead to the wanted state, and that from there none are left.</summary>
    private static string[] Compare(IStoreState? from, IStoreState? to, ComparisonContext? context = null)
    {
        var operations = DocumentStoreKind.Instance.Compare(from, to, context ?? new ComparisonContext());
        var state = operations.Aggregate(from, static (state, operation) => operation.Apply(state));

        Assert.Empty(DocumentStoreKind.Instance.Compare(from, from, context ?? new ComparisonContext()));
        Assert.Empty(DocumentStoreKind.Instance.Compare(state, to, context ?? new ComparisonContext()));
        Assert.Equal(DocumentSchema.From(to), DocumentSchema.From(state));
        return [.. operations.Select(static operation => operation.Describe())];
    }

    private static ComparisonContext Renames(params (string? Entity, string From, string To)[] renames) =>
        new() { Renames = renames.Select(static rename => new RenameHint(rename.Entity, rename.From, rename.To)).ToValueList() };

    [Fact]
    public void New_and_gone_collections_are_created_and_dropped()
    {
        Assert.Equal(["Create collection people"], Compare(null, Schema(s => s.Field("name", FieldShape.String))));
        Assert.Equal(["Drop collection people"], Compare(Schema(s => s.Field("name", FieldShape.String)), null));
    }

    [Fact]
    public void A_stated_rename_of_a_collection_is_one()
    {
        var before = DocumentSchema.Empty.With(new CollectionShape { Name = "persons" });
        var after = DocumentSchema.Empty.With(new CollectionShape { Name = "people" });

        Assert.Equal(["Rename collection persons to people"], Compare(before, after, Renames((null, "persons", "people"))));
        Assert.Equal(["Create collection people", "Drop collection persons"], Compare(before, after));
    }

    [Fact]
    public void A_new_field_changes_documents_only_where_it_has_a_default()
    {
        var before = Schema(s => s.Field("name", FieldShape.String));
        var after = Schema(s => s.Field("name", FieldShape.String).Field("tier", FieldShape.Int64).Field("address", Address.OrNull()));
        var context = new ComparisonContext { Defaults = [new DefaultAnswer("people", "tier", "5")] };

        Assert.Equal(["Declare field address in people", "Declare field tier in people"], Compare(before, after));
        Assert.Equal(["Declare field address in people", "Add field tier in people"], Compare(before, after, context));
        var add = DocumentStoreKind.Instance.Compare(before, after, context).OfType<AddFieldOperation>().Single();
        Assert.True(DocumentEquality.Equals(DocumentValue.Of(5L), add.Value));
    }

    [Theory]
    [InlineData("\"five\"")]
    [InlineData("5.5")]
    [InlineData("{")]
    public void A_default_that_does_not_fit_is_refused(string value)
    {
        var context = new ComparisonContext { Defaults = [new DefaultAnswer("people", "tier", value)] };

        var error = Assert.Throws<ConfigurationException>(() =>
            DocumentStoreKind.Instance.Compare(Schema(static _ => { }), Schema(s => s.Field("tier", FieldShape.Int64)), context));

        Assert.Equal("DM5106", error.Code.Value);
        Assert.Contains("people.tier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_gone_is_removed_at_any_depth() => Assert.Equal(
        ["Remove field address.city in people", "Remove field name in people"],
        Compare(
            Schema(s => s.Field("name", FieldShape.String).Field("address", Address)),
            Schema(s => s.Field("address", FieldShape.Object(a => a.Field("street", FieldShape.String))))));

    [Theory]
    [InlineData("address.town", "address.city")]
    [InlineData("address.town", "city")]
    [InlineData("address.town", "name")]
    [InlineData("address.town", "addr.city")]
    public void A_stated_rename_is_one_inside_a_renamed_object_too(string to, string from)
    {
        var before = Schema(s => s.Field("name", FieldShape.String.OrNull()).Field("addr", Address));
        var kept = from == "name" ? "city" : "name";
        var after = Schema(s =>
        {
            if (kept == "name")
            {
                s.Field("name", FieldShape.String.OrNull());
            }

            s.Field("address", FieldShape.Object(a =>
            {
                a.Field("street", FieldShape.String).Field("town", FieldShape.String.OrNull());
                if (kept == "city")
                {
                    a.Field("city", FieldShape.String.OrNull());
                }
            }));
        });

        Assert.Equal(
            ["Rename field addr to address in people", $"Rename field {(from == "name" ? "name" : "address.city")} to {to} in people"],
            Compare(before, after, Renames(("people", "addr", "address"), ("people", from, to))));
    }

    [Fact]
    public void A_changed_type_is_converted_and_can_go_back()
    {
        var before = Schema(s => s.Field("age", FieldShape.String));
        var after = Schema(s => s.Field("age", FieldShape.Int32.OrNull()));

        Assert.Equal(["Convert field age in people to Int32", "Declare field age in people"], Compare(before, after));
        Assert.Equal(FieldType.String, DocumentStoreKind.Instance.Compare(before, after, new ComparisonContext()).OfType<ConvertFieldOperation>().Single().From);
        Assert.Equal(["Declare field age in people"], Compare(before, Schema(s => s.Field("age", FieldShape.Guid))));
        Assert.Equal(["Wrap field age in people in an array"], Compare(before, Schema(s => s.Field("age", FieldShape.List(FieldShape.String)))));
        Assert.Equal(["Convert field age in people to Int32", "Wrap field age in people in an array"], Compare(before, Schema(s => s.Field("age", FieldShape.List(FieldShape.Int32)))));
    }

    [Fact]
    public void Changes_of_elements_are_made_for_each() => Assert.Equal(
        ["In each of orders in people: Rename field qty to quantity, Convert field quantity to Int64, Remove field sku"],
        Compare(
            Schema(s => s.Field("orders", FieldShape.List(Order))),
            Schema(s => s.Field("orders", FieldShape.List(FieldShape.Object(o => o.Field("quantity", FieldShape.Int64))))),
            Renames(("people", "qty", "orders.quantity"))));

    [Fact]
    public void A_map_becomes_a_list_only_where_it_is_clear_how()
    {
        var map = Schema(s => s.Field("m", FieldShape.Map(FieldShape.Object(v => v.Field("n", FieldShape.Int32)))));
        var list = Schema(s => s.Field("m", FieldShape.List(FieldShape.Object(v => v.Field("n", FieldShape.Int32).Field("id", FieldShape.String)))));
        var unclear = Schema(s => s.Field("m", FieldShape.List(FieldShape.Object(v => v.Field("x", FieldShape.String).Field("id", FieldShape.String)))));
        var values = Schema(s => s.Field("m", FieldShape.List(FieldShape.Object(v => v.Field("value", FieldShape.Int32).Field("key", FieldShape.String)))));

        Assert.Equal(["Turn the object m in people into an array"], Compare(map, list));
        Assert.Equal(["Turn the array m in people into an object keyed by id"], Compare(list, map));
        Assert.Equal(["Declare field m in people"], Compare(map, unclear));
        Assert.Equal(["Turn the object m in people into an array"], Compare(Schema(s => s.Field("m", FieldShape.Map(FieldShape.Int32))), values));
    }

    [Fact]
    public void A_changed_index_is_dropped_and_created()
    {
        var before = Schema(s => s.Field("name", FieldShape.String), new DocumentIndexShape("ix", ["name"], false), new DocumentIndexShape("old", ["name"], false));
        var after = Schema(s => s.Field("name", FieldShape.String), new DocumentIndexShape("ix", ["name"], true));

        Assert.Equal(["Drop index ix of people", "Drop index old of people", "Create unique index ix on people (name)"], Compare(before, after));
    }

    [Fact]
    public void An_index_by_hand_on_a_collection_without_a_model_stays()
    {
        var state = new CreateDocumentIndexOperation { Collection = "raw", Name = "ix", Paths = ["a"] }.Apply(null);

        Assert.Empty(DocumentStoreKind.Instance.Compare(state, null, new ComparisonContext()));
    }

    [Fact]
    public void Models_become_shapes()
    {
        var state = DocumentStoreKind.Instance.BuildState(
        [
            new EntityModel
            {
                Name = "people", ClrName = "Person", Store = "s", Module = "m",
                Properties =
                [
                    new PropertyModel { Name = "_id", ClrName = "Id", Type = new ScalarTypeModel(ScalarKind.ObjectId), Key = true },
                    new PropertyModel { Name = "tier", ClrName = "Tier", Type = new ScalarTypeModel(ScalarKind.Int64), HasDefault = true, Default = 5 },
                    new PropertyModel
                    {
                        Name = "tags", ClrName = "Tags", Nullable = true, Type = new ListTypeModel(new MapTypeModel(new ScalarTypeModel(ScalarKind.Any))),
                    },
                ],
                Indexes = [new IndexModel(null, ["tier", "tags.x"], true)],
            },
        ]);

        Assert.Equal(
            Schema(
                s => s.Field("_id", FieldShape.ObjectId).Field("tier", FieldShape.Int64).Field("tags", FieldShape.List(FieldShape.Map(FieldShape.Any)).OrNull()),
                new DocumentIndexShape("ix_people_tier_tags_x", ["tier", "tags.x"], true)),
            state);
        var operations = DocumentStoreKind.Instance.Compare(Schema(s => s.Field("_id", FieldShape.ObjectId)), state, new ComparisonContext());
        Assert.True(DocumentEquality.Equals(DocumentValue.Of(5L), operations.OfType<AddFieldOperation>().Single().Value));
        Assert.Contains(operations, static operation => operation is CreateDocumentIndexOperation);
    }
}
