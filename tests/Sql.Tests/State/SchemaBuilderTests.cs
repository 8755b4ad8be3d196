using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Tests.State;

public sealed class SchemaBuilderTests
{
    [Fact]
    public void A_class_becomes_a_table()
    {
        var schema = Build(
            Entity("customers", Property("id", ScalarKind.Int32) with { Key = true }, Property("name", ScalarKind.String, 50) with { Nullable = true }),
            Entity(
                "orders",
                Property("id", ScalarKind.Guid) with { Key = true },
                Property("customer_id", ScalarKind.Int32) with { References = "customers" },
                Property("paid", ScalarKind.Boolean) with { HasDefault = true, Default = true },
                Property("day", ScalarKind.Date) with { HasDefault = true, Default = new DateOnly(2026, 1, 31) },
                Property("mongo", ScalarKind.ObjectId)) with
            { Indexes = [new IndexModel(null, ["paid", "day"], true), new IndexModel("mine", ["day"], false)] });

        var orders = schema.FindTable("orders")!;

        Assert.Equal(new ColumnState { Name = "name", Type = ScalarKind.String, MaxLength = 50, Nullable = true }, schema.FindTable("customers")!.FindColumn("name"));
        Assert.Equal(
            [
                new ColumnState { Name = "id", Type = ScalarKind.Guid, Key = true },
                new ColumnState { Name = "customer_id", Type = ScalarKind.Int32, References = new ForeignKeyState { Table = "customers", Column = "id" } },
                new ColumnState { Name = "paid", Type = ScalarKind.Boolean, Default = "true" },
                new ColumnState { Name = "day", Type = ScalarKind.Date, Default = "2026-01-31" },
                new ColumnState { Name = "mongo", Type = ScalarKind.String, MaxLength = 24 },
            ],
            orders.Columns);
        Assert.Equal(
            [new IndexState { Name = "ix_orders_paid_day", Columns = ["paid", "day"], Unique = true }, new IndexState { Name = "mine", Columns = ["day"] }],
            orders.Indexes);
    }

    [Fact]
    public void What_a_column_cannot_hold_is_refused_by_class_and_property()
    {
        Refuses("'Orders.Lines' can't be a column", Property("lines") with { Type = new ListTypeModel(new ScalarTypeModel(ScalarKind.Int32)) });
        Refuses("an object, a list or a dictionary", Property("address") with { Type = new ObjectTypeModel([]) });
        Refuses("an object, a list or a dictionary", Property("tags") with { Type = new MapTypeModel(new ScalarTypeModel(ScalarKind.Int32)) });
        Refuses("'Orders.Anything'", Property("anything", ScalarKind.Any));
        Refuses("Did you mean 'orders'?", Property("parent", ScalarKind.Int32) with { References = "order" });
        Refuses("'x' of 'Orders.Count'", Property("count", ScalarKind.Int32) with { HasDefault = true, Default = "x" });
    }

    [Fact]
    public void Two_classes_of_one_table_are_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Build(Entity("orders", Property("id")), Entity("orders", Property("id"))));

        Assert.Equal("DM4012", error.Code.Value);
    }

    private static void Refuses(string text, PropertyModel property)
    {
        var error = Assert.Throws<ConfigurationException>(() => Build(Entity("orders", Property("id") with { Key = true }, property)));

        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    private static SqlSchema Build(params EntityModel[] entities) => SqlSchema.Of(SqlStoreKind.Instance.BuildState(entities));

    private static EntityModel Entity(string name, params PropertyModel[] properties) => new()
    {
        Name = name,
        ClrName = char.ToUpperInvariant(name[0]) + name[1..],
        Store = "main",
        Module = "shop",
        Properties = properties.ToValueList(),
    };

    private static PropertyModel Property(string name, ScalarKind kind = ScalarKind.Int32, int? maxLength = null) => new()
    {
        Name = name,
        ClrName = char.ToUpperInvariant(name[0]) + name[1..],
        Type = new ScalarTypeModel(kind, maxLength),
    };
}
